package org.apportion.cli;

import java.nio.file.Path;
import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.run.Workspace;

/** Loads the configuration for a command and tells its warnings. */
final class Settings {
    private Settings() {}

    static LoadedConfiguration load(ConfigurationOption option, Terminal terminal) {
        return load(option.file, terminal);
    }

    static LoadedConfiguration load(Path file, Terminal terminal) {
        return warned(ConfigurationLoader.installed(Workspace.shippedMappings()).load(file), terminal);
    }

    /** The configuration with the sections of another file in place of its own. */
    static LoadedConfiguration loadWith(Path file, Path overlay, Terminal terminal) {
        return warned(ConfigurationLoader.installed(Workspace.shippedMappings()).loadWith(file, overlay), terminal);
    }

    private static LoadedConfiguration warned(LoadedConfiguration loaded, Terminal terminal) {
        for (ConfigProblem warning : loaded.warnings()) {
            terminal.err().println("warning: " + warning);
        }
        return loaded;
    }
}
