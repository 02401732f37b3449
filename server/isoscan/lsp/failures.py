"""Errors that are answers: each carries one sentence for the user and the protocol's code."""

from __future__ import annotations

from pygls.exceptions import JsonRpcException

REQUEST_FAILED = -32803
CONTENT_MODIFIED = -32801
INVALID_PARAMETERS = -32602


class RefusalError(JsonRpcException):
    """The request is understood and cannot be met; the message says why in one sentence."""

    CODE = REQUEST_FAILED


class StaleError(JsonRpcException):
    """The document moved on since the request was prepared."""

    CODE = CONTENT_MODIFIED


class BadParametersError(JsonRpcException):
    """The request's parameters are not what its method takes."""

    CODE = INVALID_PARAMETERS
