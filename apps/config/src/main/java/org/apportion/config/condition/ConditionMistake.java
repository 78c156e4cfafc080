package org.apportion.config.condition;

/**
 * What is wrong with a condition.
 *
 * @param offset characters (code points) from the beginning of the text
 * @param problem one sentence ending with a full stop
 * @param advice one sentence ending with a full stop
 */
public record ConditionMistake(int offset, String problem, String advice) {}
