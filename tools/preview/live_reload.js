// What `make serve` adds to a page: it shows the next build by itself, the errors of the last one, and notes for the
// editor of this page. All of it is in a shadow root, so that its styles and those of the page do not mix.
(() => {
  const { base } = document.currentScript.dataset;
  let { mark } = document.currentScript.dataset; // digest of the page that is shown
  const kept = `live ${location.pathname}`;
  const make = (name, props = {}, ...children) => {
    const one = Object.assign(document.createElement(name), props);
    one.append(...children);
    return one;
  };

  const host = make("div", { id: "make-serve" });
  const shadow = host.attachShadow({ mode: "open" });
  const heading = make("h2");
  const list = make("ol");
  const close = make("button", { type: "button", textContent: "Close", title: "Escape closes it, too" });
  const alert = make("section", { className: "errors" });
  alert.setAttribute("role", "alert");
  const panel = make("details", { className: "panel", open: sessionStorage.getItem("live panel") === "open" });
  panel.addEventListener("toggle", () => sessionStorage.setItem("live panel", panel.open ? "open" : "closed"));
  shadow.append(make("link", { rel: "stylesheet", href: `${base}.live/live_reload.css` }), alert, panel);
  document.documentElement.append(host);

  // Where the reader is: the last id above the top of the window, the focus, and the parts that are open.
  const all = () => [...document.querySelectorAll("body *")];
  const details = () => [...document.querySelectorAll("details")];
  let leaving = "auto"; // "manual" for our own reloads alone, because the browser would move the page after us
  addEventListener("pagehide", () => (history.scrollRestoration = leaving));
  const readPlace = () => {
    const above = [...document.querySelectorAll("main [id]")].filter((one) => one.getBoundingClientRect().top < 1).pop();
    return {
      id: above?.id,
      from: above ? above.getBoundingClientRect().top : -scrollY,
      focus: all().indexOf(document.activeElement),
      open: details().map((one) => one.open),
    };
  };
  const restore = (here) => {
    details().forEach((one, n) => (one.open = here.open[n] ?? one.open));
    all()[here.focus]?.focus({ preventScroll: true });
    const above = document.getElementById(here.id) ?? document.documentElement;
    scrollBy({ top: above.getBoundingClientRect().top - here.from, behavior: "instant" });
  };
  const reload = () => {
    sessionStorage.setItem(kept, JSON.stringify(readPlace()));
    history.scrollRestoration = leaving = "manual";
    location.reload();
  };

  // If only its text changed, the page gets a new body; with scripts of its own, or other styles, it is loaded again.
  let wanted = mark;
  const readStyles = (page) => [
    page.documentElement.lang,
    ...[...page.querySelectorAll("style")].map((one) => one.textContent),
  ];
  const ours = "script[data-mark]";
  const update = async () => {
    const answer = await fetch(location.href).catch(() => {}); // the server may just have ended
    if (!answer) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = next.querySelector(ours)?.dataset.mark;
    if (found !== wanted || document.hidden) return; // another event follows, with the next build or once it is visible
    const scripted = [document, next].some((page) => page.querySelector(`script[src]:not(${ours})`));
    if (scripted || readStyles(next).join() !== readStyles(document).join()) return reload();
    const here = readPlace();
    mark = found;
    document.title = next.title;
    document.body.replaceWith(next.body);
    restore(here);
  };

  let dismissed = 0; // the build whose errors were closed
  let build = 0;
  const dismiss = () => {
    dismissed = build;
    alert.replaceChildren();
  };
  close.addEventListener("click", dismiss);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dismiss();
  });

  const showErrors = (title, errors) => {
    if (!errors.length) {
      alert.replaceChildren();
      return;
    }
    const line = ([place, what]) => make("li", {}, ...(place ? [make("strong", { textContent: place })] : []), what);
    heading.textContent = title;
    list.replaceChildren(...errors.map(line));
    if (!list.isConnected) alert.append(make("div", { className: "heading" }, heading, close), list);
  };
  const showPanel = (facts) => {
    panel.hidden = !facts;
    if (!facts) return;
    const urgent = facts.lines.filter(([, , urgent]) => urgent).map(([name]) => make("mark", { textContent: name }));
    const lines = [["File", facts.file], ...facts.lines].map(([name, text, urgent]) =>
      make("div", { className: urgent ? "urgent" : "" }, make("dt", { textContent: name }), make("dd", {}, text)),
    );
    panel.replaceChildren(make("summary", {}, "Editor", ...urgent), make("dl", {}, ...lines));
  };

  let events;
  let missed = 0; // failed attempts to connect
  const listen = () => {
    events?.close(); // a browser allows few connections to a host, so hidden pages keep none
    if (document.hidden) return;
    events = new EventSource(`${base}.live/events?page=${encodeURIComponent(location.pathname)}`);
    events.addEventListener("message", ({ data }) => {
      const state = JSON.parse(data);
      wanted = state.mark;
      if (wanted !== mark) update();
      host.dataset.build = build = state.build;
      missed = 0;
      const title = state.current ? "Not published until this is mended" : "Not built: this is the last good page";
      showErrors(title, dismissed === build ? [] : state.errors);
      showPanel(state.panel);
    });
    events.addEventListener("error", () => {
      missed += 1;
      const advice = [["", "Start make serve again, if it has ended."]];
      if (missed === 2) showErrors("This page does not see your saves", advice);
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
    });
  };

  panel.hidden = true;
  const here = sessionStorage.getItem(kept);
  sessionStorage.removeItem(kept);
  if (here) restore(JSON.parse(here));
  document.addEventListener("visibilitychange", listen);
  listen();
})();
