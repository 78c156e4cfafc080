package org.apportion.benchmark;

import java.util.Arrays;

/**
 * How long one thing took, in seconds.
 *
 * @param name what was timed, such as {@code raw}
 * @param seconds one figure per timed run, in the order of the runs
 * @param processorSeconds the same in seconds of processor time over all threads: steadier where other work runs beside it
 * @param peakMegabytes largest resident memory of the process, Java included, in the timed runs
 * @param copies how often it worked on the generated rows, in copies; 1 for once
 * @param result short text of what came out, to compare; empty if there is nothing to compare
 */
@SuppressWarnings("ArrayRecordComponent") // figures of one run, never compared
record Measurement(
        String name, double[] seconds, double[] processorSeconds, long peakMegabytes, int copies, String result) {
    private static final double NANOSECONDS = 1e9;

    double median() {
        return median(seconds);
    }

    double processorMedian() {
        return median(processorSeconds);
    }

    double fastest() {
        return Arrays.stream(seconds).min().orElse(Double.NaN);
    }

    double slowest() {
        return Arrays.stream(seconds).max().orElse(Double.NaN);
    }

    Measurement withResult(String text) {
        return new Measurement(name, seconds, processorSeconds, peakMegabytes, copies, text);
    }

    Measurement withCopies(int number) {
        return new Measurement(name, seconds, processorSeconds, peakMegabytes, number, result);
    }

    private static double median(double[] figures) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Runs the work once to warm up and then as often as told; if that is once, it is not warmed up. */
    static Measurement of(String name, int repeats, Runnable work) {
        return of(name, repeats, () -> {}, work);
    }

    /** @param before what comes before each run and is not timed */
    static Measurement of(String name, int repeats, Runnable before, Runnable work) {
        if (repeats > 1) {
            before.run();
            work.run();
        }
        double[] seconds = new double[repeats];
        double[] processorSeconds = new double[repeats];
        Machine.forgetPeak();
        for (int i = 0; i < repeats; i++) {
            before.run();
            long start = System.nanoTime();
            double processorStart = Machine.processorSeconds();
            work.run();
            seconds[i] = (System.nanoTime() - start) / NANOSECONDS;
            processorSeconds[i] = Machine.processorSeconds() - processorStart;
        }
        return new Measurement(name, seconds, processorSeconds, Machine.peakMegabytes(), 1, "");
    }
}
