"""The protocol engine: pygls' own, with the lifecycle, the order of work and the errors made right.

Where pygls 2.1 falls short (it serves requests before `initialize`, never answers after `shutdown`,
leaves with 0 in any case, computes requests that were cancelled, pops up a message per failing
notification and keeps a second copy of every document) this class does what the protocol says.

Messages wait in an inbox and are handled one per turn of the event loop, so that a cancellation
that is already there is seen before its request is begun. When the inbox is empty, `idle` gets
the time: that is where edits that came in a burst are analysed once.
"""

from __future__ import annotations

import asyncio
import contextvars
import json
import logging
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from functools import partial
from itertools import count
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, cast

from lsprotocol import types
from pygls.exceptions import (
    JsonRpcException,
    JsonRpcInvalidRequest,
    JsonRpcParseError,
    JsonRpcRequestCancelled,
    JsonRpcServerNotInitialized,
)
from pygls.protocol import LanguageServerProtocol

from isoscan.lsp.failures import REQUEST_FAILED, BadParametersError
from isoscan.lsp.framing import framed
from isoscan.lsp.wire import Prepared

if TYPE_CHECKING:
    from cattrs import Converter
    from pygls.lsp.server import LanguageServer

logger = logging.getLogger(__name__)

TraceLevel = Literal["off", "messages", "verbose"]
Phase = Literal["fresh", "running", "shut down", "ended"]
Message = dict[str, Any]

_LONGEST_TRACE = 2000


class IsoscanProtocol(LanguageServerProtocol):
    """One session's protocol state."""

    def __init__(self, server: LanguageServer, converter: Converter) -> None:
        self.phase: Phase = "fresh"
        self.trace_level: TraceLevel = "off"
        self.raw_notifications: dict[str, Callable[[Message], None]] = {}
        self.raw_requests: dict[str, Callable[[Message], object]] = {}
        self.late_requests: Callable[[str], Callable[[Message], object] | None] = lambda method: None
        self.idle: Callable[[], bool] = lambda: False
        self.end: Callable[[int], None] = lambda code: None
        self._inbox: deque[Message | JsonRpcException | None] = deque()
        self._cancelled: set[int | str] = set()
        self._numbers = count(1)
        self._working = False
        self._sending: set[asyncio.Future[None]] = set()
        self._encoder = json.JSONEncoder(separators=(",", ":"), default=self._serialize_message)
        super().__init__(server, converter)

    def _register_builtin_features(self) -> None:
        """None: pygls' built-in handlers keep its own copy of the documents, or are done better here."""

    # What comes in

    def receive(self, bodies: list[bytes]) -> None:
        """Take message bodies, in order; they are handled in the loop's next turns."""
        for body in bodies:
            self._inbox.append(_parsed(body))
            message = self._inbox[-1]
            if isinstance(message, dict) and message.get("method") == types.CANCEL_REQUEST:
                self._note_cancellation(message)
        self.wake()

    def end_of_input(self) -> None:
        """The client closed its side: finish what is there, then end."""
        self._inbox.append(None)
        self.wake()

    def wake(self) -> None:
        """There is something to do: messages, or idle work."""
        if not self._working and self.phase != "ended":
            self._working = True
            asyncio.get_running_loop().call_soon(self._work)

    def _work(self) -> None:
        if self.phase == "ended":
            return
        try:
            self._working = self._turn()
        except Exception:  # whatever it was, the next message must not wait for it
            logger.exception("A turn of the server failed")
            self._working = bool(self._inbox)
        if self._working:
            asyncio.get_running_loop().call_soon(self._work)

    def _turn(self) -> bool:
        """Handle one message, or use the idle time; says whether there may be more to do."""
        if self._inbox:
            self._take(self._inbox.popleft())
            return True
        return self.idle()

    def _take(self, message: Message | JsonRpcException | None) -> None:
        if message is None:
            logger.info("The client closed the connection")
            self._finish()
        elif isinstance(message, JsonRpcException):
            logger.warning("Refused a message: %s", message)
            self._send_response(cast(Any, None), error=message.to_response_error())
        elif "method" not in message:
            self._take_response(message)
        elif "id" in message:
            self._take_request(message)
        else:
            self._take_notification(message)

    def _take_request(self, message: Message) -> None:
        msg_id, method = message["id"], message["method"]
        try:
            if msg_id in self._cancelled:
                self._cancelled.discard(msg_id)
                raise JsonRpcRequestCancelled(f"The request {method} was cancelled")
            self._check_phase(method)
            raw = self.raw_requests.get(method) or self.late_requests(method)
            if raw is not None:
                started = perf_counter()
                result = raw(_object(message.get("params")))
                if isinstance(result, Coroutine):
                    self._answer_later(msg_id, result)
                else:
                    self._send_response(msg_id, result)
                if self.trace_level != "off":
                    self._trace(message, started)
                return
            params = self._structured(method, message.get("params"))
        except Exception as error:
            self._answer_failure(msg_id, error)
            return
        # Each request runs in its own context: that is where pygls keeps its id.
        contextvars.copy_context().run(self._handle_request, msg_id, method, params)

    def _answer_later(self, msg_id: int | str, work: Coroutine[object, object, object]) -> None:
        """Answer when the work is done; it ends where it is when the client cancels its request."""
        task = asyncio.ensure_future(work)
        self._request_futures[msg_id] = cast("Future[Any]", task)
        task.add_done_callback(partial(self._send_handler_result, msg_id=msg_id))

    def _trace(self, message: Message, started: float) -> None:
        """Tell a client that wants to know how long its request took."""
        took = f"{message['method']} took {(perf_counter() - started) * 1000:.1f} ms"
        told = {"message": took}
        if self.trace_level == "verbose" and message["method"] != types.WORKSPACE_EXECUTE_COMMAND:
            # A command's arguments may hold a key.
            told["verbose"] = f"Parameters: {json.dumps(message.get('params'))[:_LONGEST_TRACE]}"
        self.notify("$/logTrace", told)

    def set_trace_level(self, level: object) -> None:
        """What the client wants to be told of the server's work: `off`, `messages` or `verbose`."""
        if level in ("off", "messages", "verbose"):
            self.trace_level = level

    def _check_phase(self, method: str) -> None:
        if self.phase == "shut down":
            raise JsonRpcInvalidRequest("The server was shut down; only `exit` is left to send")
        if self.phase == "fresh" and method != types.INITIALIZE:
            raise JsonRpcServerNotInitialized("The server is not initialized yet; send `initialize` first")
        if self.phase == "running" and method == types.INITIALIZE:
            raise JsonRpcInvalidRequest("The server is already initialized")

    def _take_notification(self, message: Message) -> None:
        method, params = message["method"], message.get("params")
        if method == types.EXIT:
            self._finish()
            return
        if method == types.CANCEL_REQUEST:
            return  # `receive` has seen to it
        if self.phase != "running":
            logger.info("Ignored %s: the server is %s", method, self.phase)
            return
        try:
            raw = self.raw_notifications.get(method)
            if raw is not None:
                raw(_object(params))
            elif method in self.fm.builtin_features or method in self.fm.features:
                self._handle_notification(method, self._structured(method, params))
            else:
                logger.debug("Ignored unknown notification %s", method)
        except Exception as error:
            self._log_failed_notification(method, params, error)

    def _log_failed_notification(self, method: str, params: object, error: Exception) -> None:
        """One line where it was the client's mistake; else it was ours, and the stack trace is told."""
        try:
            self._structured(method, params)
        except BadParametersError as misfit:
            error = misfit
        if isinstance(error, JsonRpcException):
            logger.warning("Ignored a notification: %s", error)
            logger.debug("It was %.2000r", params)
        else:
            logger.error("The notification %s failed", method, exc_info=error)

    def _take_response(self, message: Message) -> None:
        try:
            self.handle_message(self.structure_message({"jsonrpc": "2.0", "result": None, **message}))
        except Exception:
            logger.exception("A response of the client could not be used")

    def _structured(self, method: str, params: object) -> object:
        known = types.METHOD_TO_TYPES.get(method)
        if known is None or known[2] is None:
            return params
        try:
            return self._converter.structure(params, cast(type[Any], known[2]))
        except Exception as error:
            logger.info("Parameters of %s do not fit: %r", method, error)
            message = f"The parameters of {method} are not what the protocol asks for"
            raise BadParametersError(message) from error

    def _note_cancellation(self, message: Message) -> None:
        params = message.get("params")
        msg_id = params.get("id") if isinstance(params, dict) else None
        if not isinstance(msg_id, (int, str)):
            return
        if any(isinstance(waiting, dict) and waiting.get("id") == msg_id for waiting in self._inbox):
            self._cancelled.add(msg_id)
        elif msg_id in self._request_futures:
            self._handle_cancel_notification(msg_id)

    # Lifecycle

    def _finish(self) -> None:
        code = 0 if self.phase == "shut down" else 1
        self.phase = "ended"
        self.end(code)

    def begin(self) -> None:
        """`initialize` was answered: from now on everything is served."""
        self.phase = "running"

    def shut_down(self) -> None:
        """Refuse all that follows but `exit`; stop what is under way."""
        for future in self._request_futures.values():
            future.cancel()
        self.phase = "shut down"

    # What goes out

    def _send_handler_result(self, future: Future[Any], *, msg_id: int | str) -> None:
        self._request_futures.pop(msg_id, None)
        if future.cancelled():
            self._answer_failure(msg_id, JsonRpcRequestCancelled("The request was cancelled"))
        elif (error := future.exception()) is not None:
            self._answer_failure(msg_id, error)
        else:
            try:
                self._send_response(msg_id, result=future.result())
            except Exception as unsendable:
                self._answer_failure(msg_id, unsendable)

    def _answer_failure(self, msg_id: int | str, error: BaseException) -> None:
        """One sentence to the user, in the response; the stack trace, if it tells anything, in the log."""
        if not isinstance(error, JsonRpcException):
            logger.error("A request failed", exc_info=error)
            error = JsonRpcException(
                "isoscan failed to answer this request; the server's log has the details",
                code=REQUEST_FAILED,
            )
        self._send_response(msg_id, error=error.to_response_error())

    def _check_handler_result(self, future: Future[Any]) -> None:
        if not future.cancelled() and (error := future.exception()) is not None:
            logger.error("A notification failed", exc_info=error)

    def _send_response(
        self, msg_id: int | str, result: object = None, error: types.ResponseError | None = None
    ) -> None:
        if error is None and isinstance(result, Prepared):
            self._send_text(f'{{"jsonrpc":"2.0","id":{json.dumps(msg_id)},"result":{result}}}')
            return
        message: Message = {"jsonrpc": "2.0", "id": msg_id}
        if error is None:
            message["result"] = result
        else:
            message["error"] = {"code": error.code, "message": error.message}
        self._send_data(message)

    def notify(self, method: str, params: object = None) -> None:
        """Send a notification; `params` is a JSON object, a typed one, or prepared."""
        if isinstance(params, Prepared):
            self._send_text(f'{{"jsonrpc":"2.0","method":"{method}","params":{params}}}')
            return
        self._send_data({"jsonrpc": "2.0", "method": method, "params": params})

    def ask(self, method: str, params: object = None) -> Future[Any]:
        """Send a request; `params` is a JSON object, and what the future comes to be one too."""
        msg_id = f"isoscan-{next(self._numbers)}"
        answer: Future[Any] = Future()
        self._request_futures[msg_id] = answer
        self._send_data({"jsonrpc": "2.0", "id": msg_id, "method": method, "params": params})
        return answer

    def _send_data(self, data: object) -> None:
        if self.writer is None or self.phase == "ended":
            return
        self._send_text(self._encoder.encode(data))

    def _send_text(self, text: str) -> None:
        if self.writer is None or self.phase == "ended":
            return
        body = text.encode("ascii")
        try:
            sent = self.writer.write(framed(body) if self._include_headers else body)
        except (OSError, ValueError) as error:  # ValueError: the stream is closed
            logger.info("The client is gone: %s", error)
            self._finish()
            return
        if sent is not None:
            self._sending.add(task := asyncio.ensure_future(sent))
            task.add_done_callback(self._sending.discard)


def _object(params: object) -> Message:
    """Parameters as an object; methods without parameters may be sent none."""
    return params if isinstance(params, dict) else {}


def _parsed(body: bytes) -> Message | JsonRpcException:
    """A message, or the error it is answered with."""
    try:
        message = json.loads(body)
    except (ValueError, RecursionError):
        return JsonRpcParseError("The message is not valid JSON")
    if not isinstance(message, dict):
        return JsonRpcInvalidRequest("A message must be a JSON object")
    if not isinstance(message.get("method", ""), str) or not isinstance(message.get("id", 0), (int, str)):
        return JsonRpcInvalidRequest("A message's method must be a string and its id a number or string")
    return message
