package org.apportion.cli;

import org.apportion.config.ConfigurationLoader;
import org.apportion.config.LoadedConfiguration;
import org.apportion.config.problem.ConfigProblem;
import org.apportion.run.Workspace;

/** Loads the configuration for a command and tells its warnings. */
final class Settings {
    private Settings() {}

    static LoadedConfiguration load(ConfigurationOption option, Terminal terminal) {
        LoadedConfiguration loaded =
                ConfigurationLoader.installed(Workspace.shippedMappings()).load(option.file);
        for (ConfigProblem warning : loaded.warnings()) {
            terminal.err().println("warning: " + warning);
        }
        return loaded;
    }
}
