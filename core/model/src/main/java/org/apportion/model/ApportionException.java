package org.apportion.model;

import org.jspecify.annotations.Nullable;

/**
 * The one exception that crosses a room's border. Its text reads {@code CODE place: problem. What to do next.} It holds
 * no secret and no whole row of anybody's data.
 */
public class ApportionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorCode code;
    private final String place;
    private final String problem;
    private final String nextStep;

    /**
     * @param place file, table or setting, with line and column where known; may be empty
     * @param problem what is wrong: actual and expected, one sentence ending with a full stop
     * @param nextStep what the reader should do, one sentence ending with a full stop
     */
    public ApportionException(
            ErrorCode code, String place, String problem, String nextStep, @Nullable Throwable cause) {
        super(code.name() + (place.isEmpty() ? "" : " " + place) + ": " + problem + " " + nextStep, cause);
        this.code = code;
        this.place = place;
        this.problem = problem;
        this.nextStep = nextStep;
    }

    public ApportionException(ErrorCode code, String place, String problem, String nextStep) {
        this(code, place, problem, nextStep, null);
    }

    public ErrorCode code() {
        return code;
    }

    public String place() {
        return place;
    }

    public String problem() {
        return problem;
    }

    public String nextStep() {
        return nextStep;
    }
}
