package org.apportion.http;

import java.util.List;
import java.util.regex.Pattern;
import org.apportion.model.ApportionException;

/**
 * Makes a text of another system fit for messages and logs: one line, at most 300 characters, without what looks like a
 * credential.
 */
public final class Redaction {
    private static final int LONGEST = 300;
    private static final int LONGEST_READ = 10_000;
    private static final String STARS = "***";

    private static final List<Pattern> CREDENTIALS = List.of(
            Pattern.compile("(?i)\\b(Bearer|Basic)\\s+[A-Za-z0-9._~+/=-]+"),
            Pattern.compile("\\beyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*\\.?[A-Za-z0-9_-]*"),
            Pattern.compile("\\bA[KS]IA[A-Z0-9]{12,}"),
            Pattern.compile("(?i)(?<=(access_token|client_secret|client_assertion|refresh_token|password|secret|token"
                    + "|assertion|signature|credential)[\"']?\\s?[=:]\\s?[\"']?)[^\\s\"',;&]+"));

    private Redaction() {}

    /** A short line that may be shown. */
    public static String clean(String text) {
        String line = text.length() > LONGEST_READ ? text.substring(0, LONGEST_READ) : text;
        for (Pattern credential : CREDENTIALS) {
            line = credential.matcher(line).replaceAll(STARS);
        }
        line = line.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + " ..." : line;
    }

    /** The class and message of a failure, fit for messages; of our own failures the message alone. */
    public static String clean(Throwable failure) {
        String message = failure.getMessage();
        String name = failure.getClass().getSimpleName();
        if (message == null) {
            return name;
        }
        return clean(failure instanceof ApportionException ? message : name + ": " + message);
    }
}
