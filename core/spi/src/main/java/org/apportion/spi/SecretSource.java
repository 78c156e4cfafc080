package org.apportion.spi;

/**
 * Resolves references such as {@code ${env:NAME}} or {@code ${file:/run/secrets/key}}: the word before the colon chooses the
 * source. Found by {@link java.util.ServiceLoader}.
 */
public interface SecretSource {

    /** The word before the colon. */
    String scheme();

    /**
     * Looks the secret up.
     *
     * @param reference the text after the colon
     * @throws org.apportion.model.ApportionException with a code of kind CONFIG if there is no such secret; the message names
     *     the reference, never a secret
     */
    Secret resolve(String reference);
}
