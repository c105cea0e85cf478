#!/usr/bin/env node
// Asks ClaimGate about files and prints a line for each decision. Node 18 or later, and nothing else.
//
//     CLAIMS_URL=https://claims.example:8443 CLAIMS_KEY=cg_... node validate.mjs FILE...
//
//     .json     a care month, or a FHIR R4 Claim or Bundle
//     .ndjson   care months, one a line: read while they are sent
//     .837      a file of professional claims (X12)
//
// CLAIMS_CA names a PEM file of authorities, where Node's own do not do. Exit status: 0 all accepted, 1 something is in the
// way, 2 something could not be answered.
import { randomUUID } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync, gzipSync } from "node:zlib";

const base = process.env.CLAIMS_URL ?? "http://127.0.0.1:8080";
const who = process.env.CLAIMS_KEY ? { Authorization: `Bearer ${process.env.CLAIMS_KEY}` } : {};
const ca = process.env.CLAIMS_CA && readFileSync(process.env.CLAIMS_CA);
const tries = 5;
const streams = { ".ndjson": "application/x-ndjson", ".837": "application/edi-x12" };

/** Sends a request whose body `write` writes; the answer may come before all of it is written. */
function post(path, headers, write) {
  return new Promise((resolve, reject) => {
    const { request } = base.startsWith("https:") ? https : http;
    const call = request(new URL(path, base), { method: "POST", headers: { ...who, ...headers }, timeout: 60_000, ca });
    let answered = false;
    call.on("response", (answer) => {
      answered = true;
      resolve(answer);
    });
    // Once there is an answer, what becomes of the rest of the body does not matter.
    call.on("error", (error) => answered || reject(error));
    call.on("timeout", () => call.destroy(new Error("no answer in time")));
    write(call);
  });
}

/** An answer that is neither 429 nor 503. Sending again is always safe: the questions change nothing. */
async function withTries(send) {
  for (let attempt = 1; ; attempt += 1) {
    let wait = ((1 + Math.random()) / 2) * (2 ** attempt / 4);
    try {
      const answer = await send();
      if (![429, 503].includes(answer.statusCode) || attempt === tries) return answer;
      // Whole seconds, as the service says them.
      wait = Number(answer.headers["retry-after"] ?? 1);
      answer.resume();
    } catch (error) {
      if (attempt === tries) throw error;
    }
    await sleep(wait * 1000);
  }
}

/** One document, one answer. */
async function ask(path, body, kind) {
  const packed = gzipSync(body);
  const headers = {
    "Content-Type": kind,
    "Content-Encoding": "gzip",
    "Content-Length": packed.length,
    "Accept-Encoding": "gzip",
    // The same key for every try: the service then gives the same bytes, and never does the work twice.
    "Idempotency-Key": `"${randomUUID()}"`,
  };
  const answer = await withTries(() => post(path, headers, (call) => call.end(packed)));
  const data = await buffer(answer);
  const text = answer.headers["content-encoding"] === "gzip" ? gunzipSync(data) : data;
  return { status: answer.statusCode, answer: JSON.parse(text) };
}

/** A file of any size: its answers, a line each, come while it is still being sent. */
async function* stream(path, file, kind) {
  const headers = { "Content-Type": kind, Accept: "application/x-ndjson" };
  const answer = await withTries(() => post(path, headers, (call) => createReadStream(file).pipe(call)));
  for await (const line of createInterface({ input: answer })) {
    yield { status: answer.statusCode, answer: JSON.parse(line) };
  }
}

/** The words of a line: id, verdict, and the rules that stand in the way. */
function decision(answer) {
  if (answer.resourceType === "OperationOutcome") {
    const [verdict, ...issues] = answer.issue;
    const errors = issues.filter((issue) => issue.severity === "error");
    return ["-", verdict.details.coding[0].code, ...errors.map((issue) => issue.details.coding[0].code)];
  }
  const errors = answer.findings.filter((finding) => finding.severity === "error");
  return [answer.id ?? "-", answer.verdict, ...errors.map((finding) => finding.rule)];
}

async function* answers(file) {
  const kind = streams[extname(file)];
  if (kind) {
    yield* stream("/v1/claims/validate", file, kind);
    return;
  }
  const body = readFileSync(file);
  if (body.includes('"resourceType"')) {
    yield await ask("/fhir/Claim/$validate", body, "application/fhir+json");
  } else {
    yield await ask("/v1/claims/validate", body, "application/json");
  }
}

let worst = 0;
for (const file of process.argv.slice(2)) {
  for await (const { status, answer } of answers(file)) {
    // The last line for a file of claims: counts, and what is wrong with its structure.
    if (answer.summary) continue;
    if (status !== 200 || answer.title) {
      // A problem; in a stream it stands in the place of one answer.
      console.log("-", "problem", answer.title ?? status);
      worst = 2;
      continue;
    }
    const words = decision(answer);
    console.log(...words);
    worst = Math.max(worst, words[1] === "accept" ? 0 : 1);
  }
}
process.exitCode = worst;
