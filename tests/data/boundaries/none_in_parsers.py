"""A token scanner: nothing to do with markets."""
import re

NUMBER = re.compile(r"-?\d+(\.\d+)?")


class ScanError(ValueError):
    pass


def scan_once(text, index):
    try:
        char = text[index]
    except IndexError:
        raise StopIteration(index) from None
    if char == '"':
        return scan_string(text, index + 1)
    if char == "[":
        return scan_list(text, index + 1)
    match = NUMBER.match(text, index)
    if match is not None:
        return float(match.group()), match.end()
    raise StopIteration(index)


def scan_string(text, begin):
    end = text.index('"', begin)
    return text[begin:end], end + 1


def scan_list(text, index):
    values = []
    while text[index] != "]":
        value, index = scan_once(text, index)
        values.append(value)
        if text[index] == ",":
            index += 1
    return values, index + 1


def find_matches(patterns, lines):
    hits = []
    for number, line in enumerate(lines):
        for pattern in patterns:
            if pattern.search(line):
                hits.append((number, line))
    return hits
