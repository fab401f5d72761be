// Amounts in the browser as the server writes and reads them: what it gives stands in GIVEN. node --test
import assert from "node:assert/strict";
import { test } from "node:test";

import { exact, readAmount, shortDong } from "../../../static/map/money.js";

const { written, read } = JSON.parse(process.env.GIVEN);

test("short amounts", () => {
  assert.ok(written.length > 40);
  for (const [amount, lang, text] of written) assert.equal(shortDong(amount, lang), text, `${amount} ${lang}`);
});

test("amounts that people type", () => {
  assert.ok(read.length > 5);
  for (const [text, amount] of read) assert.equal(readAmount(text, "vi"), amount, text);
  assert.equal(readAmount("1.25 billion", "en"), 1_250_000_000);
  assert.equal(readAmount("1,250,000,000", "en"), 1_250_000_000);
});

test("what is no amount", () => {
  for (const text of ["", "  ", "nhiều", "5 tạ", "-5 tỷ", "1,2,3", "0,5", "5 tỷ tỷ"]) assert.equal(readAmount(text, "vi"), null, text);
});

test("a field says exactly what it holds", () => {
  for (const [amount, lang] of written) assert.equal(readAmount(exact(amount, lang), lang), amount);
});
