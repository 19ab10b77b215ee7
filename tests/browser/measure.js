// What a page is to those who use it, measured where it stands. Most functions give a list of faults.
(() => {
  const REACHED = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const SKIP = "script, style, svg, select, textarea";
  const brush = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });

  const all = (selector) => [...document.querySelectorAll(selector)];
  const clipped = (element) => getComputedStyle(element).clipPath === "inset(50%)"; // words for screen readers alone
  const shown = (element) => {
    return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !clipped(element);
  };
  const words = (element) => element.textContent.trim().replace(/\s+/g, " ");
  const named = (element) => {
    const path = [element.parentElement, element].filter(Boolean).map((one) => {
      return [one.localName, ...one.classList].join(".") + (one.id ? `#${one.id}` : "");
    });
    return `${path.join(" > ")} “${words(element).slice(0, 40)}”`;
  };

  const texts = (root = document.body) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const parent = walker.currentNode.parentElement;
      if (walker.currentNode.data.trim() && !parent.closest(SKIP) && shown(parent)) found.push(walker.currentNode);
    }
    return found;
  };

  const boxes = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 1);
  };

  const chain = function* (element) {
    for (let one = element; one; one = one.parentElement) yield one;
  };
  const block = (element) => chain(element).find((one) => !getComputedStyle(one).display.startsWith("inline"));

  // What a link in a sentence looks like to WCAG 2.5.8, which takes its size as given by the line.
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const beside = texts(block(element.parentElement)).filter((node) => !node.parentElement.closest("a, button"));
    return beside.some((node) => /\p{L}{2}/u.test(node.data));
  };

  const size = (element) => {
    const found = [...element.getClientRects()];
    const width = Math.max(...found.map((box) => box.right)) - Math.min(...found.map((box) => box.left));
    return [width, Math.max(...found.map((box) => box.bottom)) - Math.min(...found.map((box) => box.top))];
  };

  // Any CSS colour as red, green, blue and opacity, 0 to 255.
  const paint = (colour) => {
    brush.clearRect(0, 0, 1, 1);
    brush.fillStyle = colour;
    brush.fillRect(0, 0, 1, 1);
    return [...brush.getImageData(0, 0, 1, 1).data];
  };
  const behind = (element) => {
    const paints = chain(element).map((one) => paint(getComputedStyle(one).backgroundColor));
    return paints.find((found) => found[3] > 250) ?? paint("Canvas");
  };
  const luminance = (colour) => {
    const [red, green, blue] = colour.slice(0, 3).map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };

  const sideways = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = all("body *").filter((one) => shown(one) && one.getBoundingClientRect().right > clientWidth + 1);
    return [`${scrollWidth} px wide in ${clientWidth}: ${wide.slice(0, 3).map(named).join("; ")}`];
  };

  const cutWhere = (node) => {
    const around = [...chain(node.parentElement)].map((one) => [one, getComputedStyle(one)]);
    const clips = around.filter(([one, style]) => /hidden|clip/.test(style.overflow) && one.clientWidth > 1);
    const scrolls = around.some(([, style]) => /auto|scroll/.test(style.overflowX));
    const own = block(node.parentElement).getBoundingClientRect();
    for (const box of boxes(node)) {
      const leaves = (edge, by) => {
        return box.left < edge.left - 2 || box.right > edge.right + 2 || box.top < edge.top - by || box.bottom > edge.bottom + by;
      };
      // A line's box is lower than its letters may be: some points of what is above and below are no loss.
      if (clips.some(([one]) => leaves(one.getBoundingClientRect(), box.height / 2))) return "is cut off";
      if (scrolls) continue;
      if (box.left < -1 || box.right > document.documentElement.clientWidth + 1) return "is outside the window";
      if (leaves(own, Infinity)) return "leaves its box";
    }
    return null;
  };
  const cut = () => {
    const found = texts().map((node) => [cutWhere(node), node.parentElement]);
    return found.filter(([how]) => how).map(([how, element]) => `${how}: ${named(element)}`);
  };

  const targets = () => {
    const faults = [];
    for (const element of all(REACHED).filter(shown)) {
      if (element.matches(".skip-link, [tabindex='0']") || inSentence(element)) continue;
      const least = element.matches("body > header nav a, a[href^='tel:'], a[href^='mailto:']") ? 44 : 24;
      const [width, height] = size(element).map((length) => Math.round(length * 10) / 10);
      if (Math.min(width, height) < least) faults.push(`${width}×${height} px, at least ${least}: ${named(element)}`);
    }
    return faults;
  };

  // To be called after a real Tab, so that what gets the focus here shows it as it would to the keyboard.
  const focus = () => {
    const before = document.activeElement;
    const faults = all("[tabindex]").filter((one) => one.tabIndex > 0).map((one) => `is out of turn: ${named(one)}`);
    for (const element of all(REACHED).filter(shown)) {
      element.focus();
      const style = getComputedStyle(element);
      const box = element.getClientRects()[0];
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const top = document.elementFromPoint((left + right) / 2, (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2);
      const ring = style.outlineStyle === "auto" || (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
      if (document.activeElement !== element) faults.push(`takes no focus: ${named(element)}`);
      else if (!element.matches(":focus-visible") || !ring) faults.push(`has no ring: ${named(element)}`);
      else if (contrast(paint(style.outlineColor), behind(element.parentElement)) < 3) faults.push(`has a faint ring: ${named(element)}`);
      else if (!top || !(element.contains(top) || top.contains(element))) faults.push(`is covered: ${named(element)}`);
    }
    before?.focus();
    return faults;
  };

  const landmarks = () => {
    const faults = document.documentElement.lang ? [] : ["the page says no language"];
    const parts = { main: "main", banner: "body > header", contentinfo: "body > footer", h1: "h1", "h1 in main": "main h1" };
    for (const [what, selector] of Object.entries(parts)) {
      const count = all(selector).length;
      if (count !== 1) faults.push(`${count} of ${what}`);
    }
    const names = all("nav").map((nav) => {
      const label = nav.getAttribute("aria-labelledby");
      return label ? words(document.getElementById(label)) : nav.getAttribute("aria-label");
    });
    if (names.some((name) => !name)) faults.push("a nav has no name");
    if (new Set(names).size < names.length) faults.push(`two navs have one name: ${names.join(", ")}`);
    let level = 0;
    for (const heading of all("h1, h2, h3, h4, h5, h6").filter(shown)) {
      const here = Number(heading.localName[1]);
      if (here > level + 1 || !words(heading)) faults.push(`h${here} after h${level}: ${named(heading)}`);
      level = here;
    }
    return faults;
  };

  const skipLink = () => {
    const link = document.activeElement;
    if (link.getAttribute("href") !== "#main") return [`the first stop is ${named(link)}`];
    const { top, left, width, height } = link.getBoundingClientRect();
    return top >= 0 && left >= 0 && width > 24 && height >= 24 && shown(link) ? [] : ["is not seen when it has the focus"];
  };
  const skipped = () => (document.activeElement.localName === "main" ? [] : ["Enter does not lead to main"]);
  const inside = () => {
    const [main, here] = [document.querySelector("main"), document.activeElement];
    const stops = all(REACHED).some((one) => main?.contains(one) && shown(one));
    return main?.contains(here) || !stops ? [] : [`the stop after it is ${named(here)}`];
  };

  const motion = () => {
    const running = document.getAnimations().filter((one) => one.playState === "running");
    const faults = running.map((one) => `moves: ${named(one.effect.target)}`);
    if (getComputedStyle(document.documentElement).scrollBehavior === "smooth") faults.push("glides when it is scrolled");
    return [...faults, ...all("video[autoplay], audio[autoplay], marquee").map(named)];
  };

  const blocking = () => {
    const found = performance.getEntriesByType("resource").filter((one) => one.renderBlockingStatus === "blocking");
    return found.map((one) => one.name);
  };

  const shift = async () => {
    const entries = [];
    const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    await new Promise((resolve) => setTimeout(resolve, 30));
    const places = entries.flatMap((one) => one.sources).map((one) => one.node?.parentElement);
    return entries.map((one) => `${one.value}: ${places.filter(Boolean).slice(0, 3).map(named).join("; ")}`);
  };

  const stored = async () => {
    const faults = document.cookie ? [`cookie ${document.cookie}`] : [];
    faults.push(...["localStorage", "sessionStorage"].filter((store) => window[store].length));
    if ((await indexedDB.databases()).length) faults.push("indexedDB");
    if ((await caches.keys()).length) faults.push("caches");
    if ((await navigator.serviceWorker.getRegistrations()).length) faults.push("service worker");
    return faults;
  };

  const print = () => {
    const faults = [];
    const needed = (what, selector) => all(selector).some(shown) || faults.push(`${what} is not printed`);
    const gone = (what, found) => faults.push(...found.filter(shown).map((one) => `${what} is printed: ${named(one)}`));
    needed("the heading", "main h1");
    needed("the telephone number", "a[href^='tel:+']");
    if (document.getElementById("review")) needed("the review line", "#review p");
    gone("navigation", all("nav, .skip-link").filter((one) => one.getBoundingClientRect().bottom > 0));
    gone("a button", all("button"));
    gone("what is fixed", all("body *").filter((one) => /fixed|sticky/.test(getComputedStyle(one).position)));
    for (const button of all(".telephone-button").filter(shown)) {
      const style = getComputedStyle(button);
      const size = parseFloat(style.fontSize);
      // Paper shows no ground, and a browser makes light letters grey there.
      if (contrast(paint(style.color), [255, 255, 255]) < 20) faults.push(`a number to call is not black: ${named(button)}`);
      if (size < 20) faults.push(`a number to call is ${size} px large: ${named(button)}`);
    }
    const sides = (one) => {
      const [box, style] = [one.getBoundingClientRect(), getComputedStyle(one)];
      return [box.left + parseFloat(style.paddingLeft), box.right - parseFloat(style.paddingRight)].map(Math.round).join();
    };
    const [text, foot] = [document.querySelector("main"), document.querySelector("body > footer address")].map((one) => one && sides(one));
    if (text !== foot) faults.push(`the footer is not as wide as the text: ${foot}, not ${text}`);
    for (const link of all("main a[href^='http']").filter(shown)) {
      if (!/attr\(href\)|:\/\//.test(getComputedStyle(link, "::after").content)) faults.push(`its address is not printed: ${named(link)}`);
    }
    return faults;
  };

  const ground = () => behind(document.body).join();

  // Sizes of letters before the reader's font is doubled; what shows at one of the two sizes only is left out.
  const letters = new Map();
  const letter = (node) => parseFloat(getComputedStyle(node.parentElement).fontSize);
  const remember = () => texts().forEach((node) => letters.set(node, letter(node)));
  const grows = () => {
    const small = texts().filter((node) => letter(node) < 1.5 * (letters.get(node) ?? 0));
    return small.map((node) => `from ${letters.get(node)} to ${letter(node)}: ${named(node.parentElement)}`);
  };

  // WCAG 1.4.12's distances, in an adopted sheet, which no policy of a page forbids.
  const space = (on) => {
    const sheet = new CSSStyleSheet();
    const distances = "line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important";
    sheet.replaceSync(on ? `* { ${distances} } p { margin-block-end: 2em !important }` : "");
    document.adoptedStyleSheets = [sheet];
  };

  // To the end and back as a reader does, so that all that is lazy has come.
  const read = async () => {
    for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
      scrollTo(0, top);
      await new Promise(requestAnimationFrame);
    }
    await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
    scrollTo(0, 0);
  };
  const open = () => all("details").forEach((details) => (details.open = true));

  window.measure = {
    sideways, cut, targets, focus, landmarks, skipLink, skipped, inside, motion, blocking, shift, stored, print,
    ground, remember, grows, space, read, open,
  };
})();
