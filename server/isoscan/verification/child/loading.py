"""Loading a module from its text, statement by statement, so that one that fails does not hide the others."""

from __future__ import annotations
import __future__

import ast
import sys
import types
from typing import Any

from .noticing import NAME, Notice, instrument


class Program:
    """A text as statements, and the module they are run in."""

    def __init__(self, path: str, text: str, name: str, notice: Notice | None = None) -> None:
        self.tree = ast.parse(text, filename=path)
        if notice is not None:
            instrument(self.tree)
        self.path = path
        self.module = types.ModuleType(name)
        self.module.__file__ = path
        sys.modules[name] = self.module
        self.namespace: dict[str, Any] = self.module.__dict__
        if notice is not None:
            self.namespace[NAME] = notice.compare
        self.failures: list[str] = []
        self._flags = _future_flags(self.tree)

    def belong_to(self, package: str, folder: str, stand_in: str = "isoscan_folder") -> None:
        """Let relative imports work: as a module of a package, or of the folder if that is none."""
        if not package:
            package = stand_in
            neighbours = sys.modules[package] = types.ModuleType(package)
            neighbours.__path__ = [folder]
        self.module.__package__ = package

    def run(self, statements: list[ast.stmt]) -> None:
        """Run statements; the first that fails raises."""
        for statement in statements:
            code = compile(
                ast.Module([statement], []), self.path, "exec", flags=self._flags, dont_inherit=True
            )
            exec(code, self.namespace)

    def run_leniently(self, statements: list[ast.stmt]) -> None:
        """Run statements; those that fail are noted in `failures` and passed over."""
        for statement in statements:
            try:
                self.run([statement])
            except (Exception, SystemExit) as error:
                self.failures.append(f"line {statement.lineno}: {type(error).__name__}: {error}")

    def is_relative(self, failure: str) -> bool:
        """Whether a failure is that of a relative import, whose module the original lacks as well."""
        line = int(failure.removeprefix("line ").partition(":")[0])
        return any(
            isinstance(node, ast.ImportFrom) and node.level and node.lineno == line for node in self.tree.body
        )

    def evaluate(self, expression: str, **names: Any) -> Any:
        """The value of an expression in the module, with further names."""
        return eval(compile(expression, "<verification>", "eval"), {**self.namespace, **names})


def _future_flags(tree: ast.Module) -> int:
    flags = 0
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for alias in node.names:
                feature = getattr(__future__, alias.name, None)
                flags |= feature.compiler_flag if feature is not None else 0
    return flags


def load(program: Program, guarded: list[str]) -> Program:
    """Load a module as an import would, but for loops that never end.

    Of what stands under `if __name__ == "__main__":` only what binds one of the names in `guarded` is run,
    and assignments that call nothing.
    """
    statements: list[ast.stmt] = []
    for statement in program.tree.body:
        if isinstance(statement, ast.If) and _is_guard(statement):
            statements.extend(
                each for each in statement.body if _bound(each) & set(guarded) or _is_constant(each)
            )
        elif not (isinstance(statement, ast.While) and isinstance(statement.test, ast.Constant)):
            statements.append(statement)
    program.run_leniently(statements)
    return program


def _is_guard(statement: ast.If) -> bool:
    return "__name__" in {node.id for node in ast.walk(statement.test) if isinstance(node, ast.Name)}


def _is_constant(statement: ast.stmt) -> bool:
    calls = any(isinstance(node, ast.Call) for node in ast.walk(statement))
    return isinstance(statement, ast.Assign) and not calls


def _bound(statement: ast.stmt) -> set[str]:
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.AsyncFunctionDef)):
        return {statement.name}
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
    if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
        return {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)} - {
            node.id
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
        }
    return set()
