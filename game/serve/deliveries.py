"""Files on their way from a game to its own visitor's browser, a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual_serve.download_manager import Download, DownloadManager

from game.serve.messages import MOST_FILES

if TYPE_CHECKING:
    from textual_serve.app_service import AppService


class Deliveries(DownloadManager):
    """All files on their way. textual-serve's manager, but a file belongs to one game and goes with it."""

    def __init__(self) -> None:
        super().__init__()
        self._claimed: set[str] = set()

    async def create_download(self, *, app_service: AppService, delivery_key: str, **about: Any) -> None:
        """Have a file wait for its browser."""
        await super().create_download(app_service=app_service, delivery_key=delivery_key, **about)
        for old in self._of(app_service)[:-MOST_FILES]:
            self._drop(old)

    def claim(self, key: str, app_service: AppService) -> Download | None:
        """The file with this key, if it is one of this game's and nobody has claimed it before."""
        found = self._active_downloads.get(key)
        if found is None or found.app_service is not app_service or key in self._claimed:
            return None
        self._claimed.add(key)
        return found

    def forget(self, app_service: AppService) -> None:
        """The game is over: its files go."""
        for key in self._of(app_service):
            self._drop(key)

    def _drop(self, key: str) -> None:
        self._active_downloads.pop(key, None)
        self._claimed.discard(key)

    def _of(self, app_service: AppService) -> list[str]:
        return [key for key, found in self._active_downloads.items() if found.app_service is app_service]
