// Start LiveChat when its button is pressed, and not before.
// The stub queues calls until the vendor's script takes over; it follows LiveChat's own snippet.
(() => {
  const button = document.querySelector("[data-license]");
  const link = button.closest(".box").querySelector("a");
  const [loading, failed] = document.querySelectorAll("[role=status] p");
  const PATIENCE = 20000;

  const stub = (fail) => {
    const widget = { _q: [], _h: null, _v: "2.0" };
    const queue = (call) => (widget._h ? widget._h.apply(null, call) : widget._q.push(call));
    for (const name of ["on", "once", "off", "call"]) {
      widget[name] = (...given) => queue([name, given]);
    }
    widget.get = (...given) => {
      if (!widget._h) throw new Error("LiveChat is not there yet");
      return queue(["get", given]);
    };
    widget.init = () => {
      const script = document.createElement("script");
      script.src = "https://cdn.livechatinc.com/tracking.js";
      script.async = true;
      script.onerror = fail;
      document.head.append(script);
    };
    return widget;
  };

  const say = (busy, message) => {
    button.setAttribute("aria-busy", busy);
    loading.hidden = message !== loading;
    failed.hidden = message !== failed;
  };

  const start = () => {
    if (button.getAttribute("aria-busy") === "true") return;
    say(true, loading);
    const fail = () => {
      clearTimeout(timer);
      delete window.LiveChatWidget;
      say(false, failed);
      button.focus();
    };
    const timer = setTimeout(fail, PATIENCE);
    window.__lc = { license: Number(button.dataset.license), asyncInit: true };
    window.LiveChatWidget = stub(fail);
    window.LiveChatWidget.once("ready", () => {
      clearTimeout(timer);
      say(false, null);
      window.LiveChatWidget.call("maximize");
      document.getElementById("chat-widget")?.focus();
    });
    window.LiveChatWidget.init();
  };

  link.parentElement.hidden = true;
  button.parentElement.hidden = false;
  button.addEventListener("click", start);
})();
