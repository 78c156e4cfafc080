package org.apportion.publish.conformance;

import java.util.Optional;
import java.util.stream.Stream;

/** A release of the specification, in order of time. */
public enum FocusVersion {
    V1_0("1.0"),
    V1_1("1.1"),
    V1_2("1.2"),
    V1_3("1.3"),
    V1_4("1.4");

    private final String text;

    FocusVersion(String text) {
        this.text = text;
    }

    /** Such as {@code 1.4}. */
    public String text() {
        return text;
    }

    public static Optional<FocusVersion> find(String text) {
        return Stream.of(values()).filter(version -> version.text.equals(text)).findFirst();
    }
}
