package org.apportion.metering.service;

import org.apportion.model.ApportionException;

/** Where an error came from, without the texts of others, which may hold what they were given. */
public final class Causes {
    private static final int MOST = 10;

    private Causes() {}

    /** The kinds of an error and its causes, each with its call stack. */
    public static String of(Throwable error) {
        StringBuilder text = new StringBuilder();
        Throwable each = error;
        for (int i = 0; i < MOST && each != null; i++) {
            text.append(i == 0 ? "" : "caused by ").append(each.getClass().getName());
            if (each instanceof ApportionException known) {
                text.append(": ").append(known.getMessage());
            }
            text.append('\n');
            for (StackTraceElement frame : each.getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
            each = each.getCause();
        }
        return text.toString();
    }
}
