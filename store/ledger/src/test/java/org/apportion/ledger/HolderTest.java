package org.apportion.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HolderTest {
    private static final Holder HERE = Holder.current();
    /** Above the largest process id of any system. */
    private static final long NOBODY = 99_999_999L;

    @Test
    void aLivingProcessIsNotDead() {
        assertThat(HERE.isDead(HERE)).isFalse();
    }

    @Test
    void aProcessIdThatNobodyHasIsDead() {
        assertThat(holder(NOBODY, HERE.processStarted(), HERE.user()).isDead(HERE))
                .isTrue();
    }

    @Test
    void aProcessIdThatALaterProcessHasIsDead() {
        assertThat(holder(HERE.pid(), HERE.processStarted().minus(Duration.ofDays(1)), HERE.user())
                        .isDead(HERE))
                .isTrue();
    }

    @Test
    void aStartThatMovedWithTheClockIsNotDead() {
        assertThat(holder(HERE.pid(), HERE.processStarted().minusSeconds(1), HERE.user())
                        .isDead(HERE))
                .isFalse();
    }

    @Test
    void aProcessWhoseStartWasUnknownIsNotDead() {
        assertThat(holder(HERE.pid(), Instant.EPOCH, HERE.user()).isDead(HERE)).isFalse();
    }

    @Test
    void anotherUsersProcessMayBeHiddenAndIsNotDead() {
        assertThat(holder(NOBODY, HERE.processStarted(), "somebody else").isDead(HERE))
                .isFalse();
    }

    private static Holder holder(long pid, Instant started, String user) {
        return new Holder(HERE.host(), HERE.processSpace(), pid, started, user);
    }
}
