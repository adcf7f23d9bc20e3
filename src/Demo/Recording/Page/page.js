const session = JSON.parse(document.getElementById("session").textContent);
const models = new Map(session.models.map(model => [model.name, model]));
const $ = id => document.getElementById(id);
const state = { frame: 0, word: null, box: null, held: false, choice: { way: "mean", layer: 0, head: 0 } };
const image = new Image();

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

const known = name => ["student", "teacher"].includes(name) ? name : "plain";
const coloured = (element, name) => (element.style.setProperty("--colour", `var(--${known(name)})`), element);
const rgb = name => ({ student: [230, 159, 0], teacher: [86, 180, 233], plain: [0, 158, 115] })[known(name)];
const clock = seconds => `${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(1).padStart(4, "0")}`;
const frame = () => session.frames[state.frame];
const source = shown => shown.picture ? `data:image/jpeg;base64,${shown.picture}` : "data:,";
const tokens = () => FixedTokens + frame().boxes.length;

function weightsOf(word, name) {
  return word && models.has(name) ? reduceWeights(word, models.get(name), tokens(), state.choice) : null;
}

function showHead() {
  document.title = `VlDistill: ${session.source}`;
  const distance = session.attentionDistance === null ? "" : ` · attention distance ${session.attentionDistance.toFixed(3)}`;
  $("about").textContent = `${session.source} · ${session.began.slice(0, 16).replace("T", " ")} · ${session.seconds.toFixed(0)} s · ${session.device}, ${session.stack} stack${distance}`;
  for (const m of session.models)
    $("models").append(coloured(make("div", { className: "model" }, make("b", { textContent: m.name }),
      `${(m.parameters / 1e6).toFixed(1)} M parameters${m.megabytes ? `, ${m.megabytes.toFixed(1)} MB` : ""}`, make("br"),
      `${m.captions} sentences, ${m.captionsPerSecond.toFixed(1)}/s · first word ${m.firstTokenMs.toFixed(0)} ms · whole p50 ${m.p50Ms.toFixed(0)}, p95 ${m.p95Ms.toFixed(0)} ms`), m.name));
}

function showChoice() {
  const ways = { mean: "mean", max: "max", rollout: "rollout", one: "one head" };
  const rolled = session.frames.some(f => f.sentences.some(s => s.words.some(w => w.rollout)));
  if (!rolled) delete ways.rollout;
  $("reduction").replaceChildren(...Object.entries(ways).map(([way, label]) =>
    make("button", { textContent: label, ariaPressed: String(state.choice.way === way), onclick: () => choose({ way }) })));
  $("choice").hidden = state.choice.way !== "one";
  $("choice").style.display = state.choice.way === "one" ? "" : "none";
  for (const [id, count] of [["layer", Math.max(...session.models.map(m => m.layers))], ["head", Math.max(...session.models.map(m => m.heads))]]) {
    if ($(id).length) continue;
    $(id).append(...Array.from({ length: count }, (_, i) => make("option", { value: i, textContent: i + 1 })));
    $(id).onchange = () => choose({ [id]: Number($(id).value) });
  }
}

function choose(change) {
  Object.assign(state.choice, change);
  showChoice();
  draw();
}

function goTo(index) {
  state.frame = Math.min(session.frames.length - 1, Math.max(0, index));
  Object.assign(state, { word: null, box: null, held: false });
  $("place").value = state.frame;
  $("time").textContent = clock(frame().time);
  document.querySelectorAll(".card").forEach((card, i) => card.ariaCurrent = String(i === state.frame));
  $("sentences").replaceChildren(...session.models.filter(m => !frame().question || frame().sentences.some(s => s.model === m.name)).map(showSentence));
  $("boxes").replaceChildren(...frame().boxes.map(showBox));
  showTags();
  image.src = source(frame());
  draw();
}

function showTags() {
  $("tags").hidden = frame().tags.length === 0;
  $("tags").replaceChildren(...frame().tags.flatMap(tag => {
    const bar = make("span", { className: "bar" }), percent = `${(100 * tag.score).toFixed(0)} %`;
    bar.style.width = percent.replace(" ", "");
    return [make("dt", { textContent: tag.name }), make("dd", {}, make("span", { className: "track" }, bar), percent)];
  }));
}

function showSentence(model) {
  const said = frame().sentences.find(s => s.model === model.name);
  const figures = said ? `${said.ms.toFixed(0)} ms${said.attentionDistance === null ? "" : ` · attention distance ${said.attentionDistance.toFixed(3)}`}` : "";
  const line = said
    ? said.words.map(word => wired(make("button", { className: "word", textContent: word.text, title: `p = ${word.p.toFixed(2)}` }), { word, model: model.name }))
    : [make("span", { className: "silent", textContent: "had no time for this picture" })];
  line.forEach((element, i) => { if (said) element.style.opacity = 0.55 + 0.45 * said.words[i].p; });
  const panel = make("article", { className: "sentence" }, make("header", {}, make("b", { className: "name", textContent: model.name }), figures), make("p", {}, ...line));
  if (said?.answer) panel.append(make("p", { className: "reply", textContent: answerText(said.answer) }));
  if (said?.relations.length) panel.append(make("ul", { className: "relations" }, ...said.relations.map(relation => make("li", { textContent: relation }))));
  return coloured(panel, model.name);
}

function showBox(box, index) {
  const element = wired(make("button", { className: box.x1 > 0.6 ? "box right" : "box", ariaLabel: box.label }, make("span", { textContent: `${box.label} ${box.score.toFixed(2)}` })), { box: index });
  Object.assign(element.style, { left: `${box.x1 * 100}%`, top: `${box.y1 * 100}%`, width: `${(box.x2 - box.x1) * 100}%`, height: `${(box.y2 - box.y1) * 100}%` });
  return element;
}

// Pointing shows, leaving ends it, clicking keeps it until the next click.
function wired(element, target) {
  const show = held => {
    Object.assign(state, { word: target.word ? target : null, box: target.box ?? null, held });
    draw();
  };
  const same = () => target.word ? state.word?.word === target.word : state.box === target.box;
  element.target = target;
  element.onpointerenter = event => { if (!state.held && event.pointerType !== "touch") show(false); };
  element.onpointerleave = () => { if (!state.held) clear(); };
  element.onfocus = () => { if (!state.held && element.matches(":focus-visible")) show(false); };
  element.onclick = () => { if (state.held && same()) clear(); else show(true); };
  return element;
}

function clear() {
  Object.assign(state, { word: null, box: null, held: false });
  draw();
}

function draw() {
  const shown = frame(), canvas = $("picture"), context = canvas.getContext("2d");
  [canvas.width, canvas.height] = [shown.width, shown.height];
  if (image.complete && image.naturalWidth) context.drawImage(image, 0, 0, shown.width, shown.height);
  const weights = weightsOf(state.word?.word, state.word?.model);
  if (weights) paintHeat(context, heatMap(weights, shown.boxes), rgb(state.word.model), shown.width, shown.height);
  canvas.ariaLabel = shown.sentences.map(s => `${s.model}: ${s.words.map(w => w.text).join(" ")}`).join("; ");
  markBoxes(weights);
  markWords();
  $("regions").textContent = weights ? topRegions(weights) : state.box !== null ? `the brighter behind a word, the more it looked at this ${shown.boxes[state.box].label}` : " ";
}

function markBoxes(weights) {
  const most = weights ? Math.max(1e-9, ...weights.slice(FixedTokens)) : 1;
  document.querySelectorAll(".box").forEach((element, i) => {
    element.classList.toggle("held", state.box === i);
    element.style.opacity = weights ? 0.25 + 0.75 * weights[FixedTokens + i] / most : 1;
  });
}

function markWords() {
  const words = [...document.querySelectorAll(".word")];
  const looks = words.map(element => state.box === null ? 0 : weightsOf(element.target.word, element.target.model)?.[FixedTokens + state.box] ?? 0);
  const most = Math.max(1e-9, ...looks);
  words.forEach((element, i) => {
    element.classList.toggle("held", element.target.word === state.word?.word);
    element.style.background = state.box === null ? "" : `rgb(${rgb(element.target.model).join(" ")} / ${(0.7 * looks[i] / most).toFixed(3)})`;
  });
}

function topRegions(weights) {
  const name = token => token === 0 ? "whole picture" : token < FixedTokens ? `cell ${(token - 1) % Grid + 1}/${Math.floor((token - 1) / Grid) + 1}` : frame().boxes[token - FixedTokens].label;
  const best = [...weights.keys()].sort((a, b) => weights[b] - weights[a]).slice(0, 4);
  return `“${state.word.word.text}” looked at ${best.map(t => `${name(t)} (${(100 * weights[t]).toFixed(0)} %)`).join(" · ")}`;
}

function showCards() {
  $("cards").append(...session.frames.map((shown, i) => make("button", { className: "card", onclick: () => show(i) },
    make("img", { src: source(shown), alt: "", loading: "lazy", decoding: "async" }), make("time", { textContent: clock(shown.time) }),
    ...shown.sentences.map(s => coloured(make("p", { textContent: shown.question ? `${shown.question} ${answerText(s.answer)}` : s.words.map(w => w.text).join(" ") }), s.model)))));
}

function showQuestions() {
  const asked = session.frames.map((shown, i) => ({ ...shown, i })).filter(shown => shown.question);
  $("questions").hidden = asked.length === 0;
  let last = null;
  for (const { question, time, sentences: [said], i } of asked) {
    if (question !== last) $("questions").querySelector("dl").append(make("dt", { textContent: question }, ` (${clock(time)})`));
    last = question;
    const line = make("button", { className: "answer", onclick: () => show(i) }, make("b", { className: "name", textContent: `${said.model} ` }), answerText(said.answer));
    $("questions").querySelector("dl").append(coloured(make("dd", {}, line), said.model));
  }
}

const answerText = answer => answer.text === null ? answer.problem ?? "" : `${answer.text} (${(100 * answer.score).toFixed(0)} %)`;

function show(index) {
  goTo(index);
  scrollTo({ top: 0, behavior: "smooth" });
}

image.onload = draw;
showHead();
showChoice();
showCards();
showQuestions();
$("place").max = session.frames.length - 1;
$("place").oninput = () => goTo(Number($("place").value));
$("back").onclick = () => goTo(state.frame - 1);
$("on").onclick = () => goTo(state.frame + 1);
addEventListener("keydown", event => {
  if (event.target.matches?.("select, input")) return;
  if (event.key === "ArrowLeft") goTo(state.frame - 1);
  if (event.key === "ArrowRight") goTo(state.frame + 1);
  if (event.key === "Escape") clear();
});
goTo(0);
