package org.apportion.http.objects;

import java.util.List;
import java.util.Optional;

/**
 * A page of a listing.
 *
 * @param next with which the next page is asked; empty for the last one
 */
public record ObjectPage(List<RemoteObject> objects, Optional<String> next) {
    public ObjectPage {
        objects = List.copyOf(objects);
    }
}
