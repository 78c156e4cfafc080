package org.apportion.benchmark;

import java.util.Arrays;

/**
 * How long one thing took, in seconds.
 *
 * @param name what was timed, such as {@code raw}
 * @param seconds one figure per timed run, in the order of the runs
 */
record Measurement(String name, double[] seconds) {

    double median() {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double fastest() {
        return Arrays.stream(seconds).min().orElse(Double.NaN);
    }

    double slowest() {
        return Arrays.stream(seconds).max().orElse(Double.NaN);
    }

    /** Runs the work once to warm up and then as often as told. */
    static Measurement of(String name, int repeats, Runnable work) {
        work.run();
        double[] seconds = new double[repeats];
        for (int i = 0; i < repeats; i++) {
            long start = System.nanoTime();
            work.run();
            seconds[i] = (System.nanoTime() - start) / 1e9;
        }
        return new Measurement(name, seconds);
    }
}
