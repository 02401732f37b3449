"""References come down to the bindings that give them their value."""

from __future__ import annotations

import pytest
from isoscan.model.module import build_module
from isoscan.parameters.bindings import chain_place
from isoscan.parameters.resolve import Resolver


def values(source: str) -> list[object]:
    """What the reference in the last line, `use(REFERENCE)`, can be: literals in the order found."""
    module = build_module(source)
    resolver = Resolver(module)
    part = module.parts[module.parts.order[-1]]
    last = max(call.span.line for call in part.facts.calls if call.callee == "use")
    (call,) = [call for call in part.facts.calls if call.callee == "use" and call.span.line == last]
    start = call.arguments[0].value.span.start
    statement = call.statement
    from isoscan.model.module import StatementRef
    from isoscan.model.slices import is_in_function

    ref = StatementRef(part.index, statement)
    chain = resolver.chains(ref)[start]
    at = None if is_in_function(part, chain.use_scope) else ref
    found = resolver.resolve(chain_place(chain), at).bindings
    return [literal.value for binding in found if (literal := resolver.literal(binding)) is not None]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("X = 1\nuse(X)\n", [1]),
        ("X = 1\nuse(X)\nX = 2\ndef f():\n    use(X)\n", [2]),
        ("X = 1\nY = X\nZ = Y\ndef f():\n    use(Z)\n", [1]),
        ("A, B = 1, 2\ndef f():\n    use(B)\n", [2]),
        ("X: int = 1\ndef f():\n    use(X)\n", [1]),
        ("P = {'a': 1, 'b': 2}\ndef f():\n    use(P['b'])\n", [2]),
        ("P = {'a': {'b': 3}}\ndef f():\n    use(P['a']['b'])\n", [3]),
        ("P = {'a': {'b': 3}}\nQ = P['a']\ndef f():\n    use(Q['b'])\n", [3]),
        ("P = {'a': 1}\ndef f():\n    use(P.get('a', 9))\n", [1]),
        ("P = {'a': 1, 'a': 2}\ndef f():\n    use(P['a'])\n", [2]),
        ("P = {'a': 1}\nP['a'] = 2\ndef f():\n    use(P['a'])\n", [2]),
        ("P = {'a': 1}\nP.update(a=2)\ndef f():\n    use(P['a'])\n", [2]),
        ("P = {'a': 1}\nP |= {'a': 2}\ndef f():\n    use(P['a'])\n", [2]),
        ("P = {'a': 1}\nP = {'b': 2}\ndef f():\n    use(P['a'])\n", []),
        ("P = dict(a=1)\ndef f():\n    use(P['a'])\n", [1]),
        ("P = {'a': 1}\nQ = {**P, 'b': 2}\ndef f():\n    use(Q['a'])\n", [1]),
        ("P = {'a': 1}\nQ = {**P, 'a': 2}\ndef f():\n    use(Q['a'])\n", [2]),
        ("P = {'a': 1}\nQ = P.copy()\ndef f():\n    use(Q['a'])\n", [1]),
        ("P = {'a': 1}\nQ = dict(P)\ndef f():\n    use(Q['a'])\n", [1]),
        ("P = {'a': 1}\ndef f(p=None):\n    p = p or P\n    use(p['a'])\n", [1]),
        ("P = {'a': 1}\ndef f(p=P):\n    use(p['a'])\n", [1]),
        ("P = {'a': 1}\nf(P)\ndef f(p):\n    use(p['a'])\n", [1]),
        ("P = {'a': 1}\nf(dict(P))\ndef f(p):\n    use(p['a'])\n", [1]),
        ("P = {'a': 1}\nf(P.copy())\ndef f(p):\n    p['a'] = 2\n    use(p['a'])\n", [2]),
        ("P = {'a': 1}\nf(**P)\ndef f(a, b=2):\n    use(a)\n", [1]),
        ("P = {'a': 1}\nf(**P)\ndef f(**p):\n    use(p['a'])\n", [1]),
        ("P = {'a': 1}\nQ = {'a': 2}\nf(**P)\nf(**Q)\ndef f(**p):\n    use(p['a'])\n", []),
        ("P = {'a': 1}\nf(b=P['a'])\ndef f(**p):\n    use(p['b'])\n", [1]),
        ("P = {'a': 1}\nf(3, **P)\ndef f(a, **p):\n    use(p['b'])\n", []),
        ("P = {'a': 1}\ndef g():\n    return P\ndef f():\n    p = g()\n    use(p['a'])\n", [1]),
        ("P = {'a': 1}\ndef g(q):\n    return q\ndef f():\n    p = g(P)\n    use(p['a'])\n", [1]),
        ("P = {'a': 1}\nQ = ChainMap({'a': 2}, P)\ndef f():\n    use(Q['a'])\n", [2]),
        ("P = {'a': 1}\nQ = ChainMap({'b': 2}, P)\ndef f():\n    use(Q['a'])\n", [1]),
        ("X = 1\ndef f():\n    use(globals()['X'])\n", [1]),
        ("class C:\n    x = 1\ndef f():\n    use(C().x)\n", [1]),
        ("class C:\n    x = 1\n    def f(self):\n        use(type(self).x)\n", [1]),
        ("class C:\n    x = 1\n    def f(self):\n        use(self.__class__.x)\n", [1]),
        ("class B:\n    x = 1\nclass C(B):\n    x = 2\n    def f(self):\n        use(super().x)\n", [1]),
        ("def f(p={'a': 1}):\n    use(p['a'])\n", [1]),
        ("P = {'a': 1}\nQ = {'a': 2}\nf(P)\nf(Q)\ndef f(p):\n    use(p['a'])\n", []),
        ("P = {'a': 1}\nf(p=P)\nf(unknown())\ndef f(p):\n    use(p['a'])\n", []),
        ("P = {'a': 1}\ndef f(k):\n    use(P[k])\n", []),
        ("class C:\n    x = 1\ndef f():\n    use(C.x)\n", [1]),
        ("class C:\n    x = 1\nC.x = 2\ndef f():\n    use(C.x)\n", [2]),
        ("class C:\n    x = 1\nc = C()\ndef f():\n    use(c.x)\n", [1]),
        ("class C:\n    x = 1\nclass D(C): ...\ndef f():\n    use(D.x)\n", [1]),
        ("class C:\n    x = 1\n    def f(self):\n        use(self.x)\n", [1]),
        (
            "class C:\n    def __init__(self, x=1):\n        self.x = x\n    def f(me):\n        use(me.x)\n",
            [1],
        ),
        ("class C:\n    @staticmethod\n    def f(self):\n        use(self.x)\n    x = 1\n", []),
        ("class C:\n    p = {'a': 1}\n    def f(self):\n        use(self.p['a'])\n", [1]),
        ("class C:\n    params = (('a', 1), ('b', 2))\n    def f(self):\n        use(self.p.b)\n", [2]),
        (
            "class C:\n    x = IntParameter(1, default=5)\n    def f(self):\n        use(self.x.value)\n",
            [5],
        ),
        ("X = float('2')\ndef f():\n    use(X)\n", ["2"]),
        ("X = load()\ndef f():\n    use(X)\n", []),
        ("def f(x=3):\n    use(x)\n", [3]),
        ("if a:\n    X = 1\nelse:\n    X = 2\ndef f():\n    use(X)\n", [1, 2]),
        ("R = (30, 70)\ndef f():\n    use(R[0])\n", [(30, 70)]),
        ("a = b\nb = a\ndef f():\n    use(a)\n", []),
    ],
)
def test_values(source, expected):
    assert values(source) == expected


def test_long_alias_chains_end():
    chain = "".join(f"x{n + 1} = x{n}\n" for n in range(2000))
    assert values(f"x0 = 1\n{chain}def f():\n    use(x2000)\n") == []
    assert values(f"x0 = 1\n{chain}def f():\n    use(x20)\n") == [1]
