// Load modules of npm packages in a folder; exit status 3 where one is not there.

import { createRequire } from "node:module"
import { join, resolve } from "node:path"
import { pathToFileURL } from "node:url"

export function loader(folder) {
  const require = createRequire(join(resolve(folder), "package.json"))
  return path => {
    try {
      return import(pathToFileURL(require.resolve(path)))
    } catch {
      process.exit(3)
    }
  }
}
