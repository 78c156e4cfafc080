package org.apportion.spi;

/** Is told how far long work has come. Calls are cheap and come from one thread. */
public interface Progress {
    Progress NONE = new Progress() {
        @Override
        public void start(String task, long total, String unit) {}

        @Override
        public void advanceTo(long done) {}

        @Override
        public void finish(String summary) {}
    };

    /**
     * Begins a task; one runs at a time.
     *
     * @param total expected amount, 0 if unknown
     * @param unit such as {@code rows} or {@code bytes}
     */
    void start(String task, long total, String unit);

    void advanceTo(long done);

    /**
     * Work stands still until another process gives something back. Called once per wait, as soon as it begins.
     *
     * @param reason one sentence without a full stop: what is waited for, who holds it, since when and how long at most
     */
    default void waits(String reason) {}

    /** Ends the task with one line, such as {@code 1,204 rows, 3 rejected}. */
    void finish(String summary);
}
