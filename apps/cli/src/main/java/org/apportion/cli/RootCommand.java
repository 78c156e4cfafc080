package org.apportion.cli;

import picocli.CommandLine.Command;

/** {@code apportion}: what all commands hang from. */
@Command(name = "apportion", mixinStandardHelpOptions = true)
final class RootCommand {}
