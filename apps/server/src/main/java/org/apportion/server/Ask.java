package org.apportion.server;

import java.util.Optional;

/**
 * A request as far as pages look at it.
 *
 * @param isLook HEAD, which moves nothing
 * @param accept header; empty text if there is none
 * @param reader name given by the query or known by the token
 * @param after the query's {@code after}: the hour that the reader has
 * @param replay the query's {@code replay}: {@code last} or an instant
 */
record Ask(
        String path,
        boolean isLook,
        String accept,
        Optional<String> reader,
        Optional<String> replay,
        Optional<String> after) {}
