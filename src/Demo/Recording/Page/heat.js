"use strict";
// Attention over region tokens (the whole picture, 7 x 7 cells, then the boxes) as a soft map, as the demo draws it.
const Grid = 7, Size = 4 * Grid, FixedTokens = 1 + Grid * Grid;

// One byte per weight, round(255 sqrt(a)); null where the text is absent or of another length.
function decodeWeights(text, count) {
  if (!text) return null;
  const bytes = atob(text);
  if (bytes.length !== count) return null;
  return Float32Array.from(bytes, c => (c.charCodeAt(0) / 255) ** 2);
}

// One weight per token from layers x heads x tokens: mean or max over the maps, one map, or the rollout; sums to 1.
function reduceWeights(word, model, tokens, choice) {
  let weights = choice.way === "rollout" ? decodeWeights(word.rollout, tokens) : null;
  const maps = model.layers * model.heads, all = weights ? null : decodeWeights(word.attention, maps * tokens);
  if (!weights && !all) return null;
  if (all) {
    weights = new Float32Array(tokens);
    const only = choice.way === "one" ? Math.min(choice.layer, model.layers - 1) * model.heads + Math.min(choice.head, model.heads - 1) : -1;
    for (let map = 0; map < maps; map++)
      for (let token = 0; token < tokens && (only < 0 || map === only); token++) {
        const value = all[map * tokens + token];
        weights[token] = choice.way === "max" ? Math.max(weights[token], value) : weights[token] + value;
      }
  }
  const sum = weights.reduce((a, b) => a + b, 0);
  return sum > 0 ? weights.map(w => w / sum) : weights;
}

function tokenBox(token, boxes) {
  if (token >= FixedTokens) return boxes[token - FixedTokens];
  const x = (token - 1) % Grid, y = Math.floor((token - 1) / Grid);
  return token === 0 ? { x1: 0, y1: 0, x2: 1, y2: 1 } : { x1: x / Grid, y1: y / Grid, x2: (x + 1) / Grid, y2: (y + 1) / Grid };
}

// Size x Size values in [0, 1]: attention per area relative to its peak. The whole-picture token says nothing about place.
function heatMap(weights, boxes) {
  let density = new Float32Array(Size * Size);
  const clamp = (v, low, high) => Math.min(high, Math.max(low, v));
  for (let token = 1; token < weights.length; token++) {
    const box = tokenBox(token, boxes);
    const x1 = clamp(Math.round(box.x1 * Size), 0, Size - 1), x2 = clamp(Math.round(box.x2 * Size), x1 + 1, Size);
    const y1 = clamp(Math.round(box.y1 * Size), 0, Size - 1), y2 = clamp(Math.round(box.y2 * Size), y1 + 1, Size);
    for (let y = y1; y < y2; y++)
      for (let x = x1; x < x2; x++) density[y * Size + x] += weights[token] / ((x2 - x1) * (y2 - y1));
  }
  for (const stride of [1, Size, 1, Size]) density = blur(density, stride);
  const low = density.reduce((a, b) => Math.min(a, b)), range = density.reduce((a, b) => Math.max(a, b)) - low;
  return density.map(value => range > 0 ? (value - low) / range : 0);
}

// A tent of five samples along rows (stride 1) or columns (stride Size).
function blur(source, stride) {
  const target = new Float32Array(source.length), across = stride === 1 ? Size : 1;
  for (let line = 0; line < Size; line++)
    for (let i = 0; i < Size; i++) {
      let sum = 0;
      for (let step = -2; step <= 2; step++) sum += (3 - Math.abs(step)) * source[line * across + Math.min(Size - 1, Math.max(0, i + step)) * stride];
      target[line * across + i * stride] = sum / 9;
    }
  return target;
}

// Dims what was not looked at and tints what was in the model's colour [r, g, b], as the demo's shader does: one layer of colour and
// alpha that has the same effect on any picture below.
function paintHeat(context, heat, colour, width, height) {
  const small = document.createElement("canvas");
  small.width = small.height = Size;
  const shade = small.getContext("2d"), pixels = shade.createImageData(Size, Size);
  for (let i = 0; i < heat.length; i++) {
    const ink = 0.38 * heat[i] ** 2, alpha = 1 - (0.42 + 0.58 * heat[i]) * (1 - ink);
    for (let c = 0; c < 3; c++) pixels.data[4 * i + c] = alpha > 0 ? colour[c] * ink / alpha : 0;
    pixels.data[4 * i + 3] = 255 * alpha;
  }
  shade.putImageData(pixels, 0, 0);
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, width, height);
}
