// What `make serve` adds to a page: it shows the next build by itself, what is wrong with the last one, and what an
// editor should know of this page. All of it is in a shadow root, so that neither sees the other's styles.
(() => {
  const { base } = document.currentScript.dataset;
  let { mark } = document.currentScript.dataset; // of the page that is shown
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
  const alert = make("section", { className: "problems" });
  alert.setAttribute("role", "alert");
  const panel = make("details", { className: "panel", open: sessionStorage.getItem("live panel") === "open" });
  panel.addEventListener("toggle", () => sessionStorage.setItem("live panel", panel.open ? "open" : "closed"));
  shadow.append(make("link", { rel: "stylesheet", href: `${base}.live/live.css` }), alert, panel);
  document.documentElement.append(host);

  // Where the reader is: below which place with a name, on what the focus is, which parts are open.
  const all = () => [...document.querySelectorAll("body *")];
  const details = () => [...document.querySelectorAll("details")];
  let leaving = "auto"; // the browser's own memory would undo ours, but for other ways away it is the better one
  addEventListener("pagehide", () => (history.scrollRestoration = leaving));
  const place = () => {
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
    sessionStorage.setItem(kept, JSON.stringify(place()));
    history.scrollRestoration = leaving = "manual";
    location.reload();
  };

  // A page whose text alone is another gets that; one with a script of its own, or another look, is loaded again.
  let wanted = mark;
  const look = (page) => [page.documentElement.lang, ...[...page.querySelectorAll("style")].map((one) => one.textContent)];
  const ours = "script[data-mark]";
  const renew = async () => {
    const answer = await fetch(location.href).catch(() => {}); // the server may just have ended
    if (!answer) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = next.querySelector(ours)?.dataset.mark;
    if (found !== wanted || document.hidden) return; // we are told again: of another build, or when it is seen
    const scripted = [document, next].some((page) => page.querySelector(`script[src]:not(${ours})`));
    if (scripted || look(next).join() !== look(document).join()) return reload();
    const here = place();
    mark = found;
    document.title = next.title;
    document.body.replaceWith(next.body);
    restore(here);
  };

  let dismissed = 0; // the build whose problems were closed
  let build = 0;
  const dismiss = () => {
    dismissed = build;
    alert.replaceChildren();
  };
  close.addEventListener("click", dismiss);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") dismiss();
  });

  const tell = (what, problems) => {
    if (!problems.length) {
      alert.replaceChildren();
      return;
    }
    const line = ([place, what]) => make("li", {}, ...(place ? [make("strong", { textContent: place })] : []), what);
    heading.textContent = what;
    list.replaceChildren(...problems.map(line));
    if (!list.isConnected) alert.append(make("div", { className: "heading" }, heading, close), list);
  };
  const inform = (facts) => {
    panel.hidden = !facts;
    if (!facts) return;
    const urgent = facts.lines.filter(([, , urgent]) => urgent).map(([name]) => make("mark", { textContent: name }));
    const lines = [["File", facts.file], ...facts.lines].map(([name, text, urgent]) =>
      make("div", { className: urgent ? "urgent" : "" }, make("dt", { textContent: name }), make("dd", {}, text)),
    );
    panel.replaceChildren(make("summary", {}, "Editor", ...urgent), make("dl", {}, ...lines));
  };

  let events;
  let missed = 0; // attempts to hear from the server
  const listen = () => {
    events?.close(); // a browser holds few connections to a host, so that pages out of sight hold none
    if (document.hidden) return;
    events = new EventSource(`${base}.live/events?page=${encodeURIComponent(location.pathname)}`);
    events.addEventListener("message", ({ data }) => {
      const state = JSON.parse(data);
      wanted = state.mark;
      if (wanted !== mark) renew();
      host.dataset.build = build = state.build;
      missed = 0;
      tell("Not built: this is the last good page", dismissed === build ? [] : state.problems);
      inform(state.panel);
    });
    events.addEventListener("error", () => {
      missed += 1;
      if (missed === 2) tell("This page does not see your saves", [["", "Start make serve again, if it has ended."]]);
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
