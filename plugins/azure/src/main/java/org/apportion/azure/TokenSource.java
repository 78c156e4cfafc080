package org.apportion.azure;

import java.time.Instant;

/** Where bearer tokens come from. */
interface TokenSource {

    /** A token and the instant at which it ends. */
    record Token(String text, Instant end) {
        @Override
        public String toString() {
            return "token until " + end;
        }
    }

    /**
     * Asks for a new token.
     *
     * @param resource the id or address of the service that it is for
     * @throws org.apportion.model.ApportionException if there is none
     */
    Token fetch(String resource);
}
