package org.apportion.spi;

import java.util.function.Supplier;

/** A secret that prints as {@code ***}. Its text is read only where it is used. */
public final class Secret {
    private final Supplier<String> source;

    public Secret(Supplier<String> source) {
        this.source = source;
    }

    /** Reads the secret. Never put the answer into a message, log, file or argument list. */
    public String reveal() {
        return source.get();
    }

    @Override
    public String toString() {
        return "***";
    }
}
