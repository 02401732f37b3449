"""Text edits as a client makes them."""


def applied(text, edits):
    """The text after edits that do not overlap; ranges in UTF-16 units, lines ending at a line feed."""
    lines = text.split("\n")

    def offset(position):
        line = lines[position["line"]].encode("utf-16-le")
        before = sum(len(one) + 1 for one in lines[: position["line"]])
        return before + len(line[: position["character"] * 2].decode("utf-16-le"))

    places = sorted(
        ((offset(edit["range"]["start"]), offset(edit["range"]["end"]), edit["newText"]) for edit in edits),
        reverse=True,
    )
    for start, end, new in places:
        text = text[:start] + new + text[end:]
    return text
