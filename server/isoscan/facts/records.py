"""Facts: what one chunk of code says, as plain data.

Everything above this layer (model, detectors, parameters, rules) reads facts, never a syntax tree.
Facts are a function of the chunk's text alone. All lines are relative to the chunk's first line
(0-based), columns are 0-based code points, spans are half-open. Records are named tuples: a
1,000-line file has some ten thousand of them, and a tuple is the cheapest immutable record.

Indices: `scope` is an index into `ChunkFacts.scopes`, `statement` one into `ChunkFacts.statements`.
Scope 0 is always the module's scope.
"""

from __future__ import annotations

from typing import Final, Literal, NamedTuple

from isoscan.source.spans import Span

# A literal's value: containers of literals are tuples (dicts are not values, they are `DictEntry`s).
Constant = None | bool | int | float | complex | str | bytes | tuple["Constant", ...]

ScopeKind = Literal["module", "function", "class", "lambda", "comprehension", "type_parameters"]

StatementKind = Literal[
    "function", "class", "assignment", "augmented", "annotation", "expression", "return", "import",
    "if", "for", "while", "with", "try", "match", "global", "nonlocal", "delete", "raise", "assert",
    "pass", "break", "continue", "type_alias", "print", "exec", "error",
]  # fmt: skip

Access = Literal["read", "bind", "delete"]

Binding = Literal[
    "", "assignment", "augmented", "annotation", "parameter", "for", "with", "import", "function",
    "class", "except", "comprehension", "walrus", "match", "type_alias", "type_parameter", "delete",
]  # fmt: skip

ItemAccess = Literal["read", "write", "update", "delete"]

ValueKind = Literal[
    "constant", "string", "dict", "list", "tuple", "set", "call", "comparison", "boolean", "arithmetic",
    "name", "attribute", "subscript", "lambda", "comprehension", "conditional", "await", "yield", "other",
]  # fmt: skip


class Traits:
    """What an expression's result is, as far as its shape tells.

    These are plain bits: they are asked about a thousand times per keystroke, and a flag's `&` is slow.
    """

    NONE: Final = 0
    BOOLEAN: Final = 1
    """True/False or a boolean series: a comparison, `and`/`or`/`not`, `&`/`|`/`~` over booleans,
    `.isin`, `.between`, `.astype(bool)`, `all(...)`, `any(...)`."""
    FLAG: Final = 2
    """A boolean turned into 0/1 or labels: `.astype(int)` on a boolean, `np.where(cond, 1, 0)`,
    `np.select([...], [...])`, `int(cond)`."""
    FILTERED: Final = 4
    """Rows picked by a condition: `df[cond]`, `df.loc[cond]`, `df.query("...")`."""
    EMPTY_CONTAINER: Final = 8
    """`[]`, `{}`, `list()`, `dict()`, `set()`: where hits are collected."""
    FRAME: Final = 16
    """`pd.DataFrame(...)`, `pd.concat(...)`, `.copy()` and the like."""


class Value(NamedTuple):
    """An expression in summary.

    `constant` says whether `value` holds its literal value (numbers with a sign, strings, tuples
    and lists of constants, and arithmetic of numbers such as `60 * 60`); `callee` is the dotted
    text of what a call calls; `comparisons` and `connectives` count comparison operators and
    `&`, `|`, `~`, `and`, `or`, `not` anywhere inside; `root` is the name the expression starts
    from (`df` in `df['a'].shift(1)`, "" where there is none). `kind` is `constant` for numbers and
    plain strings, `string` for f-strings, `list` and `tuple` for displays, of constants too; `boolean`
    for `and`, `or`, `not`, and for `~`, `&`, `|` unless a side is a number. `span` takes in the
    parentheses around the expression. A name has the traits of what the scope assigned to it last.
    `types` tells values apart that Python holds equal, such as `1`, `1.0` and `True`. `pattern` is the text
    of an f-string with `{}` for its holes, "" for anything else.
    """

    kind: ValueKind
    span: Span
    constant: bool = False
    value: Constant = None
    callee: str = ""
    root: str = ""
    comparisons: int = 0
    connectives: int = 0
    traits: int = Traits.NONE
    types: str = ""
    pattern: str = ""


class FunctionParameter(NamedTuple):
    """A parameter of a def or lambda. `star` is "", "*" or "**"; `annotation` its source text."""

    name: str
    span: Span
    annotation: str
    default: Value | None
    star: str


class Scope(NamedTuple):
    """One scope. `bound` and `read` hold the names bound and read directly in it, as `symtable` says.

    So `bound` has names declared global, too, if they are bound here. Other than in `symtable`, the
    target of `x += 1` is read as well, and a walrus in a comprehension at module level binds there.
    `parent` is -1 for the module; `statement` is the def or class that opens it (-1: none).
    `name` is "" for the module, lambdas and comprehensions. `docstring` is not dedented.
    """

    kind: ScopeKind
    name: str
    parent: int
    statement: int
    span: Span
    parameters: tuple[FunctionParameter, ...]
    bound: frozenset[str]
    read: frozenset[str]
    global_names: frozenset[str]
    nonlocal_names: frozenset[str]
    is_async: bool
    is_generator: bool
    docstring: str


class Statement(NamedTuple):
    """One statement, in source order; compound ones before what they contain.

    `parent` is the index of the enclosing statement (-1 at top level); `scope` is the scope it runs
    in; `body_scope` the scope a def or class opens (-1: none); `block` names which block of the
    parent it stands in (`body`, `else`, `elif`, `except`, `finally`, `case`), with a number from the
    second one on (`except`, `except1`), "" at top level. `span` runs from the first decorator to the
    last code character; `header` is the part that is neither decorators nor nested blocks (a def line, a
    condition; the whole of a simple statement). `name` is that of a def, class or type alias, or the
    text of an assignment's first target (`df['x']`; "" for an unpacking); `annotation` is an
    assignment's, or what a def returns; `bases` are a class's arguments (`metaclass=M` included).
    `attached_line` is the first line of the comment block directly above it (no blank line between, same
    column), or its own first line. `broken` marks a statement with a syntax error in its own header or
    expressions; its facts are what could be read. A stretch that is no statement has kind `error`.
    """

    kind: StatementKind
    parent: int
    scope: int
    body_scope: int
    block: str
    name: str
    span: Span
    header: Span
    name_span: Span
    attached_line: int
    decorators: tuple[str, ...]
    bases: tuple[str, ...]
    annotation: str
    is_async: bool
    broken: bool


class NameUse(NamedTuple):
    """A name read, bound or deleted. `binding` says how it is bound ("" for reads).

    `x += 1` gives a read and a binding. Names in annotations count as read, quoted ones do not.
    `home` is the index of the scope in which Python looks the name up: 0 when it ends up at module
    level (or in builtins), also through `global`; class scopes are skipped by functions as in Python.
    """

    name: str
    access: Access
    binding: Binding
    span: Span
    scope: int
    statement: int
    home: int


class ItemUse(NamedTuple):
    """A subscript with a constant key, on a name or dotted name: `P["atr"]`, `df['h']`, `self.cfg["x"]`.

    Also `.get("key", default)`, `.loc[..., "col"]`, `.at[..., "col"]`, `df[["a", "b"]]` (one use each),
    `.assign(col=...)`, `df.insert(0, "col", ...)`, `.pop("key")`, `.setdefault("key", ...)`, `.query("a >
    1")` (one read each), `.drop(columns=[...])`, `.rename(columns={...})` (the old one deleted, the new
    one written), `.groupby("t")`, `.sort_values("t")` and the like; and on `globals()`, which is then the
    base. `base` is the dotted text before the subscript, also where rows are picked first (`df` in
    `df.iloc[-1]["c"]`, `df[df.a > 1]["c"]`, `df.groupby("t")["c"]`), and `P['a']` for the outer one of
    `P["a"]["b"]`; `key` the constant; `pattern` is true for an f-string key, whose `key` then holds the
    text with `{}` for the holes. `via` is how: "item", "get", "loc", "assign", "insert", "list", "query",
    "drop", "rename", "by", "pop", "setdefault". `access` is "update" for `P["a"] += 1` and for `P["a"]`
    in `P["a"]["b"] = 1`. `span` covers the whole subscript, `key_span` the key. `home` is the home scope
    of the base's first name (see `NameUse`).
    """

    base: str
    key: str | int | float | bool | None
    pattern: bool
    access: ItemAccess
    via: str
    span: Span
    key_span: Span
    default: Value | None
    scope: int
    statement: int
    home: int


class AttributeUse(NamedTuple):
    """`base.name`, where `base` is a dotted name; `home` as in `NameUse`, of the base's first name.

    The base may also be a call that names a class: `super()`, `type(self)`, `GapScan()` (whatever its
    arguments).
    """

    base: str
    name: str
    access: ItemAccess
    span: Span
    scope: int
    statement: int
    home: int


class Argument(NamedTuple):
    """An argument of a call; `keyword` is "" for positional ones, `star` is "", "*" or "**"."""

    keyword: str
    star: str
    value: Value


class Call(NamedTuple):
    """A call. `callee` is its dotted text with calls and subscripts shown as `()` and `[]`.

    `df['c'].rolling(20).mean()` has callee `df[].rolling().mean`. `name` is the last part (`mean`),
    `root` the first name (`df`, "" if it starts otherwise), `subject` a short word for what the
    method is called on, as in `Comparison.subject`; `home` as in `NameUse`, of `root`. What starts
    with neither name nor string starts with `()`: `().astype` in `(a > b).astype(int)`.
    """

    callee: str
    name: str
    root: str
    subject: str
    arguments: tuple[Argument, ...]
    span: Span
    scope: int
    statement: int
    home: int


class Comparison(NamedTuple):
    """One comparison of two operands, turned so that a literal stands on the right.

    `20 < x <= 30` gives two: (`x`, `>`, 20) and (`x`, `<=`, 30). `subject` is a short word for the
    left side: the column (`h` in `df['h']`, `df['h'].shift(1)`), else the last name (`rsi` in
    `self.rsi[-1]`, `x` in `abs(x)`), "" if there is none. `literal` is the right side if it is a
    constant number, string or boolean; `other` is the subject of the right side (`None` for None);
    `other_root` its first name; `other_key` the key when the right side is an item such as `P["atr"]`.
    `factor` is a constant factor on either side (`df['v'] > 1.6 * df['avg']`).
    """

    subject: str
    operator: str
    literal: Value | None
    other: str
    other_root: str
    other_key: str | int | float | bool | None
    factor: Value | None
    span: Span
    scope: int
    statement: int


class Assignment(NamedTuple):
    """One target of an assignment (or augmented, annotated, walrus) with the value it gets.

    `target` is the name, dotted text or base of the subscript; `key` the constant key of a
    subscript target, with `is_item` true (`df['x'] = ...`); `operator` is "" or `+=` and the like;
    `value` is None for a bare annotation, and for the parts of an unpacking whose right side is not
    a display of the same length. `unpacked` marks targets of a tuple unpacking. A subscript whose key is
    no constant (`a[i] = 1`) has its base as `target` and `is_item` false.
    """

    target: str
    target_span: Span
    is_item: bool
    key: str | int | float | bool | None
    pattern: bool
    operator: str
    annotation: str
    value: Value | None
    unpacked: bool
    scope: int
    statement: int


class DictEntry(NamedTuple):
    """One entry of a dict, list or tuple display that is assigned to a name, at any depth.

    Or of a dict that is an argument's default, then in the scope of the argument.

    `container` is the target (`P`, `Config.LIMITS`); `path` the keys from the outside in, numbers
    for list positions. `dict(a=1)` and `P.update({...})`/`P |= {...}` give entries too, `P["x"] = {...}`
    those below `x`. `span` covers the entry, `key_span` its key (the value, where it has none). Entries
    with a key that is no constant are left out, a list of more than a hundred constants has none,
    and depth ends at twenty.
    """

    container: str
    path: tuple[str | int | float | bool | None, ...]
    span: Span
    key_span: Span
    value: Value
    scope: int
    statement: int


class Return(NamedTuple):
    """A `return` or `yield` with its value (None: bare)."""

    value: Value | None
    is_yield: bool
    scope: int
    statement: int


class ImportedName(NamedTuple):
    """One name an import binds. `import a.b` binds `a` to module `a.b`; `*` has `name` `*`.

    `level` counts the leading dots; `attribute` is the name taken from the module ("" for `import`).
    """

    name: str
    module: str
    attribute: str
    level: int
    span: Span
    scope: int
    statement: int


class Comment(NamedTuple):
    """A comment, text with its `#`. `own_line`: nothing else stands on the line."""

    text: str
    span: Span
    own_line: bool


class Banner(NamedTuple):
    """A heading made of comments: `# ===== Strategy 1 =====`, three-line boxes, `# %% cell`, `# region X`.

    `title` is the text without its decoration, "" for a lone rule; lines are inclusive. `cell` marks
    `# %%` and `# In[3]:`.
    """

    title: str
    start_line: int
    end_line: int
    cell: bool


SteeringKind = Literal[
    "ignore", "ignore-file", "scanner", "not-a-scanner", "begin", "end", "shared", "unknown"
]  # fmt: skip


class Steering(NamedTuple):
    """A `# isoscan: ...` comment. `arguments` are codes for `ignore`, the name for `scanner`/`begin`.

    `problem` is a sentence when the comment cannot be understood ("" otherwise), and the instruction
    then is not to be followed; `kind` is `unknown` when its word is no instruction. `own_line` as
    in `Comment`.
    """

    kind: SteeringKind
    arguments: tuple[str, ...]
    span: Span
    own_line: bool
    problem: str


class ChunkFacts(NamedTuple):
    """All facts of one chunk; every tuple is in source order."""

    scopes: tuple[Scope, ...]
    statements: tuple[Statement, ...]
    names: tuple[NameUse, ...]
    items: tuple[ItemUse, ...]
    attributes: tuple[AttributeUse, ...]
    calls: tuple[Call, ...]
    comparisons: tuple[Comparison, ...]
    assignments: tuple[Assignment, ...]
    entries: tuple[DictEntry, ...]
    returns: tuple[Return, ...]
    imports: tuple[ImportedName, ...]
    comments: tuple[Comment, ...]
    banners: tuple[Banner, ...]
    steering: tuple[Steering, ...]
    errors: tuple[Span, ...]
