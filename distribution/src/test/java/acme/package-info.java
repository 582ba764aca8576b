/** A plugin as its author would write it, for tests of the whole process. */
@NullMarked
package acme;

import org.jspecify.annotations.NullMarked;
