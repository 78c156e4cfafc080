package org.apportion.config.secret;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.apportion.config.problem.ConfigError;
import org.apportion.config.problem.Problems;
import org.apportion.config.yaml.References;
import org.apportion.model.ApportionException;
import org.apportion.spi.Secret;
import org.apportion.spi.SecretSource;

/** Resolves references in text by the word before the colon. */
public final class SecretReferences {
    private final Map<String, SecretSource> sources = new TreeMap<>();

    /** @param sources of several with one scheme the first counts */
    public SecretReferences(Collection<SecretSource> sources) {
        sources.forEach(source -> this.sources.putIfAbsent(source.scheme(), source));
    }

    /** Environment and files, then whatever {@link ServiceLoader} finds. */
    public static SecretReferences installed() {
        List<SecretSource> sources = new ArrayList<>(List.of(new EnvironmentSecrets(), new FileSecrets()));
        ServiceLoader.load(SecretSource.class).forEach(sources::add);
        return new SecretReferences(sources);
    }

    /**
     * The text with its references replaced, once it is asked for. Whether they lead anywhere is seen only then.
     */
    public Secret secret(String text) {
        return new Secret(() -> resolve(text));
    }

    /**
     * The text with its references replaced now.
     *
     * @throws ApportionException with CONFIG_SECRET_MISSING, or a code of the source, naming the reference
     */
    public String resolve(String text) {
        return References.replace(
                text,
                (scheme, reference) ->
                        find(scheme, reference).resolve(reference).reveal());
    }

    private SecretSource find(String scheme, String reference) {
        SecretSource source = sources.get(scheme);
        if (source == null) {
            throw new ApportionException(
                    ConfigError.CONFIG_SECRET_MISSING,
                    "${" + scheme + ":" + reference + "}",
                    "There is no secret source '" + scheme + "'.",
                    Problems.suggest(scheme, sources.keySet()));
        }
        return source;
    }
}
