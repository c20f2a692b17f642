// Time one npm package on texts, for engine_races.py; see engine_worker.py.
//
//     node engine_worker.mjs FOLDER ENGINE ENCODING TEXTS

import { readFileSync } from "node:fs"
import { loader } from "./load.mjs"

const [folder, name, encoding, file] = process.argv.slice(2)
const load = loader(folder)

const counters = {
  "gpt-tokenizer": async () => {
    const { countTokens } = await load(`gpt-tokenizer/encoding/${encoding}`)
    const plain = { allowedSpecial: new Set(), disallowedSpecial: new Set() }
    return text => countTokens(text, plain)
  },
  "ai-tokenizer": async () => {
    const { Tokenizer } = await load("ai-tokenizer")
    const tokenizer = new Tokenizer((await load("ai-tokenizer/encoding"))[encoding])
    return text => tokenizer.encode(text, [], []).length
  },
}

const report = {}
async function measured(what, run) {
  const memory = process.resourceUsage().maxRSS
  const cpu = process.cpuUsage()
  const start = performance.now()
  const found = await run()
  const wall = (performance.now() - start) / 1e3
  const used = process.cpuUsage(cpu)
  report[what] = {
    wall,
    cpu: (used.user + used.system) / 1e6,
    memory: (process.resourceUsage().maxRSS - memory) / 1024,
  }
  return found
}

const texts = readFileSync(file, "utf8").split("\n").filter(Boolean).map(line => JSON.parse(line))
const count = await measured("load", counters[name])
const sum = () => texts.reduce((all, text) => all + count(text), 0)
const tokens = await measured("cold", sum)
await measured("warm", sum)
console.log(JSON.stringify({ ...report, tokens }))
