"""What came back: a whole answer as claims, or the reason why it is none; nothing is believed yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from .faults import ModelError

KEYS = ("case", "field", "value", "quotes")


class Claim(NamedTuple):
    """One value as the model gave it, of whatever type; `loose` where it came with keys that were not asked for."""

    case: object
    field: object
    value: object
    quotes: tuple[str, ...]
    loose: bool = False


_Refused = Callable[[str], ModelError]


class _Message(msgspec.Struct):
    content: str | None = None
    refusal: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]


def claims(body: bytes, where: str, pmid: str) -> list[Claim | None]:
    """The claims of an answer, None for one that is not of the agreed shape; ModelError where it is not whole.

    `where` opens the messages: it names the record and who was asked.
    """

    def refused(why: str) -> ModelError:
        return ModelError(f"{where}: {why}", pmid=pmid)

    try:
        completion = msgspec.json.decode(body, type=_Completion)
    except (msgspec.DecodeError, RecursionError) as error:
        raise refused(f"the answer is no chat completion ({error}); is --endpoint OpenAI-compatible?") from None
    if not completion.choices:
        raise refused("the answer holds no choice; try again, or ask another model")
    return _listed(_content(completion.choices[0], refused), refused)


def _content(choice: _Choice, refused: _Refused) -> str:
    """The text of a choice that came to its end."""
    ended, message = choice.finish_reason, choice.message
    if message.refusal:
        raise refused(f"the model refused: {_short(message.refusal)}; ask another model")
    if ended == "length":
        raise refused("the answer was cut off at the length the endpoint allows; raise it there, or ask another model")
    if ended == "content_filter":
        raise refused("the endpoint's content filter held the answer back; ask elsewhere")
    if ended not in (None, "stop"):
        raise refused(f"the answer ended with {_short(ended)!r} and not with a stop; ask another model")
    if not message.content or not message.content.strip():
        raise refused("the answer is empty; try again, or ask another model")
    return message.content


def _listed(content: str, refused: _Refused) -> list[Claim | None]:
    answer = _json(content)
    if not isinstance(answer, dict) or not isinstance(answer.get("values"), list):
        raise refused(f"the answer is not the JSON that was asked for: {_short(content)!r}; ask another model")
    return [_claim(one) for one in answer["values"]]


def _json(content: str) -> object:
    """The JSON of an answer, also where a model put words or a fence around it; None where there is none.

    Nothing is lost by reading on past the words: every value is checked against the text all the same.
    """
    for part in (content, content[content.find("{") : content.rfind("}") + 1]):
        try:
            return msgspec.json.decode(part)
        except (msgspec.DecodeError, RecursionError):
            continue
    return None


def _claim(given: object) -> Claim | None:
    if not isinstance(given, Mapping) or any(key not in given for key in KEYS):
        return None
    quotes = given["quotes"]
    if not isinstance(quotes, list) or not all(isinstance(quote, str) for quote in quotes):
        return None
    return Claim(given["case"], given["field"], given["value"], tuple(quotes), loose=len(given) > len(KEYS))


def _short(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= 120 else f"{words[:119]}…"
