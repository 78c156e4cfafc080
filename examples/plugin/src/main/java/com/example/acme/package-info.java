/**
 * A vendor's plugin: a marketplace with an interface of its own, and a store in a folder.
 *
 * <p>Owns both; knows nothing of Apportion but the contracts.
 */
@NullMarked
package com.example.acme;

import org.jspecify.annotations.NullMarked;
