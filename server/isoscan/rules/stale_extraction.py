"""The source of a generated file has changed since it was extracted.

## What it does
Looks at files that `isoscan extract` wrote. Their docstring names the source and the SHA-256 of the slice
that was extracted; the finding appears when the source, read again, gives another slice, or none at all.
Changes elsewhere in the source do not count.

## Why is this bad?
The two drift apart: a threshold corrected in the source keeps its old value in the file that runs tonight.

## Known problems
The source is looked for under the path that the docstring gives: from the folder isoscan runs in, from the
generated file's own folder, and from the folders above. Where it is not found, nothing is reported.

## Example
```python
# scans.py, after `min_rise` was raised from 0.02 to 0.03 in it
def scan_rise(df, min_rise=0.03):
    return df[df["close"] / df["open"] - 1 >= min_rise]
```

The file extracted before that still has 0.02: `scan_rise of scans.py (lines 2-3) has changed since this was
extracted; extract it again`.

## Use instead
```console
$ isoscan extract scans.py --scanner scan_rise --merge
```

## Fix safety
The fix writes the file again, with the template it was made from. Where the file was edited by hand (ISO502)
there are two, both unsafe: one keeps the edits, if source and edits changed different lines, one does not.
"""
