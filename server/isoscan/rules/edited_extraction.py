"""A generated file was edited by hand.

## What it does
Looks at files that `isoscan extract` wrote. Their docstring holds the SHA-256 of the code below it; the
finding appears when the code no longer gives that. Comments, white space, quotes and trailing commas do not
count, so that a formatter can do what it likes.

## Why is this bad?
It need not be bad: tuning an extracted scanner is what it is for. But it no longer does what its source does,
and what is corrected in the source has to be merged with the edits (`isoscan extract --merge`).

## Example
```python
# scan_rise.py, extracted with `min_rise: float = 0.02`
@dataclass(frozen=True)
class Params:
    min_rise: float = 0.05
```

## Use instead
```python
# pass another value, and leave the file as it is
hits = scan_rise(bars, min_rise=0.05)
```

## Options
`ignore = ["ISO502"]` in `[tool.isoscan]` turns it off, where generated files are meant to be edited.
"""
