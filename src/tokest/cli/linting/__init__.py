"""What the linter needs of the machine: files, the configuration, git, the cache, two cores."""
