package org.apportion.publish.journal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.apportion.ledger.LedgerTransaction;
import org.apportion.model.BillingMonth;
import org.apportion.publish.journal.UploadAttempt.State;
import org.apportion.spi.upload.UploadFile;
import org.jdbi.v3.core.Handle;

/** The attempts of all uploads, inside one transaction. */
public final class UploadJournal {
    private static final String COLUMNS =
            "SELECT upload, attempt_key, attempt, output, billing_month, run, file_name, sha256,"
                    + " target, state, answer, started_at, ended_at FROM upload_attempt";
    private static final int ANSWER_LENGTH = 500;

    private final Handle handle;

    public UploadJournal(LedgerTransaction transaction) {
        this.handle = transaction.handle();
    }

    /** The newest attempt of an upload to send something of a month, however it ended: what the other side may hold now. */
    public Optional<UploadAttempt> newest(String upload, BillingMonth month) {
        return newestFirst(upload, month).findFirst();
    }

    /** The newest attempt to send other bytes of the month than these. */
    public Optional<UploadAttempt> newestOther(String upload, BillingMonth month, String sha256) {
        return newestFirst(upload, month)
                .filter(attempt -> !attempt.sha256().equals(sha256))
                .findFirst();
    }

    private Stream<UploadAttempt> newestFirst(String upload, BillingMonth month) {
        return handle
                .createQuery(COLUMNS + " WHERE upload = :upload AND billing_month = :month"
                        + " ORDER BY position DESC, started_at DESC, attempt DESC")
                .bind("upload", upload)
                .bind("month", month.toString())
                .map((row, context) -> read(row))
                .list()
                .stream();
    }

    /** All attempts of a month, in order of upload and time. */
    public List<UploadAttempt> ofMonth(BillingMonth month) {
        return handle.createQuery(
                        COLUMNS + " WHERE billing_month = :month ORDER BY upload, position, started_at, attempt")
                .bind("month", month.toString())
                .map((row, context) -> read(row))
                .list();
    }

    /** Writes down that the file is about to be sent. */
    public UploadAttempt begin(String upload, UploadFile file, String target, Instant now) {
        int number = handle.createQuery("SELECT coalesce(max(attempt), 0) + 1 FROM upload_attempt"
                        + " WHERE upload = :upload AND attempt_key = :key")
                .bind("upload", upload)
                .bind("key", file.key())
                .mapTo(Integer.class)
                .one();
        UploadAttempt attempt = UploadAttempt.begun(upload, number, file, target, now);
        handle.createUpdate(
                        "INSERT INTO upload_attempt (upload, attempt_key, attempt, output, billing_month, run, file_name,"
                                + " sha256, target, state, started_at, position) SELECT :upload, :key, :attempt, :output, :month, :run, :file,"
                                + " :sha256, :target, 'sending', :now, coalesce(max(position), 0) + 1 FROM upload_attempt"
                                + " WHERE upload = :upload")
                .bind("upload", upload)
                .bind("key", attempt.key())
                .bind("attempt", number)
                .bind("output", attempt.output())
                .bind("month", attempt.month().toString())
                .bind("run", attempt.run())
                .bind("file", attempt.fileName())
                .bind("sha256", attempt.sha256())
                .bind("target", target)
                .bind("now", now.getEpochSecond())
                .execute();
        return attempt;
    }

    /** Writes down how an attempt ended. */
    public void end(UploadAttempt attempt, State state, String answer, Instant now) {
        handle.createUpdate("UPDATE upload_attempt SET state = :state, answer = :answer, ended_at = :now"
                        + " WHERE upload = :upload AND attempt_key = :key AND attempt = :attempt")
                .bind("state", state.text())
                .bind("answer", answer.length() > ANSWER_LENGTH ? answer.substring(0, ANSWER_LENGTH) : answer)
                .bind("now", now.getEpochSecond())
                .bind("upload", attempt.upload())
                .bind("key", attempt.key())
                .bind("attempt", attempt.number())
                .execute();
    }

    private static UploadAttempt read(ResultSet row) throws SQLException {
        long ended = row.getLong("ended_at");
        boolean open = row.wasNull();
        return new UploadAttempt(
                row.getString("upload"),
                row.getString("attempt_key"),
                row.getInt("attempt"),
                row.getString("output"),
                BillingMonth.parse(row.getString("billing_month")),
                row.getString("run"),
                row.getString("file_name"),
                row.getString("sha256"),
                row.getString("target"),
                State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getString("answer"),
                Instant.ofEpochSecond(row.getLong("started_at")),
                open ? null : Instant.ofEpochSecond(ended));
    }
}
