package org.apportion.config.secret;

import java.util.Map;
import org.apportion.config.problem.ConfigError;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.SecretSource;

/** {@code ${env:NAME}}: a variable of the environment. An empty variable counts as missing. */
public final class EnvironmentSecrets implements SecretSource {
    private final Map<String, String> environment;

    /** For the environment of this process. */
    public EnvironmentSecrets() {
        this(System.getenv());
    }

    public EnvironmentSecrets(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public String scheme() {
        return "env";
    }

    @Override
    public Secret resolve(String reference) {
        String value = environment.getOrDefault(reference, "");
        if (value.isEmpty()) {
            throw new ApportionException(
                    ConfigError.CONFIG_SECRET_MISSING,
                    "${env:" + reference + "}",
                    "The environment variable " + reference + " is not set.",
                    "Set it for the process that runs apportion.");
        }
        return new Secret(() -> value);
    }
}
