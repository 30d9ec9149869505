// What textual.js leaves out: fonts that are there before cells are measured, keys without a click first, the reason
// why a line closed, a way back after a drop, files that are saved without a pop-up window.
"use strict";

(() => {
  const DROPPED = "dropped";
  const LOOK_EVERY = 2000; // milliseconds
  const body = document.body;
  const terminal = document.getElementById("terminal");
  const address = new URL(terminal.dataset.sessionWebsocketUrl, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = address.href;

  const begin = window.onload;
  window.onload = async (event) => {
    const faces = ["", "bold ", "italic ", "italic bold "].map((face) => document.fonts.load(`${face}16px "Roboto Mono"`));
    await Promise.allSettled(faces);
    begin(event);
    const ground = document.querySelector(".xterm-viewport");
    const follow = () => { body.style.backgroundColor = ground.style.backgroundColor; };
    new MutationObserver(follow).observe(ground, { attributes: true, attributeFilter: ["style"] });
  };

  // The game that is kept answers again as soon as the server does.
  async function lookAgain() {
    try {
      await fetch("/", { method: "HEAD", cache: "no-store" });
      location.reload();
    } catch {
      setTimeout(lookAgain, LOOK_EVERY);
    }
  }

  function tell(code) {
    const card = document.getElementById(`told-${code}`) || document.getElementById(`told-${DROPPED}`);
    card.hidden = false;
    card.querySelector(".button").focus();
    if (card.id === `told-${DROPPED}`) setTimeout(lookAgain, LOOK_EVERY);
  }

  // A browser need not ask for a line with the languages that it asked for the page with.
  function speaking(url) {
    const said = new URL(url);
    said.searchParams.set("language", document.documentElement.lang);
    return said.href;
  }

  window.WebSocket = class extends WebSocket {
    constructor(url) {
      super(speaking(url));
      this.addEventListener("open", () => document.querySelector(".xterm-helper-textarea").focus());
      this.addEventListener("close", (event) => tell(event.code));
    }

    send(data) {
      if (this.readyState === WebSocket.OPEN) super.send(data);
    }
  };

  const openWindow = window.open.bind(window);
  window.open = (url, ...rest) => {
    if (new URL(url, location.href).pathname.startsWith("/download/")) {
      const link = document.createElement("a");
      link.href = url;
      link.download = "";
      link.click();
      return null;
    }
    return openWindow(url, ...rest);
  };
})();
