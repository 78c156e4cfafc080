package org.apportion.model.organization;

import org.apportion.model.Consumer;
import org.apportion.model.Validity;

/**
 * Says which unit owned a consumer, tag, account or resource, and when. A consumer of kind {@code unit} needs no entry: it
 * owns itself.
 *
 * @param place file, line and column of the entry, for messages
 */
public record DirectoryEntry(Consumer subject, String unitId, Validity validity, String place) {}
