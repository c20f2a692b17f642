// Count tokens with an npm package, for accuracy.py.
//
//     node peers.mjs FOLDER PACKAGE [MODEL...]
//
// FOLDER is where `npm install --prefix FOLDER` put the packages. Each line of standard input is a
// text as a JSON string. The first line of the output is the package's version, each further line
// the counts of one text as a JSON list: one a model, or one alone where models make no difference.
// Exit status 3: the package is not there.

import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { createInterface } from "node:readline"
import { loader } from "./load.mjs"

const [folder, name, ...models] = process.argv.slice(2)
const load = loader(folder)

const counters = {
  tokenx: async () => {
    const { estimateTokenCount } = await load("tokenx")
    return text => [estimateTokenCount(text)]
  },
  "ai-tokenizer": async () => {
    const { Tokenizer, models: known } = await load("ai-tokenizer")
    const encodings = await load("ai-tokenizer/encoding")
    const tokenizers = {}
    for (const model of models) {
      const encoding = known[model].encoding
      tokenizers[encoding] ??= new Tokenizer(encodings[encoding])
    }
    return text => {
      const lengths = {}
      for (const [encoding, tokenizer] of Object.entries(tokenizers))
        lengths[encoding] = tokenizer.encode(text, [], []).length // special tokens are plain text
      return models.map(model =>
        Math.round(lengths[known[model].encoding] * known[model].tokens.contentMultiplier))
    }
  },
}

const count = await counters[name]()
const manifest = join(resolve(folder), "node_modules", name, "package.json")
const lines = [JSON.stringify(JSON.parse(readFileSync(manifest)).version)]
for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let counts = null
  try {
    counts = count(JSON.parse(line))
  } catch {
    // The peer refuses this text; the benchmark says how often.
  }
  lines.push(JSON.stringify(counts))
}
process.stdout.write(lines.join("\n") + "\n")
