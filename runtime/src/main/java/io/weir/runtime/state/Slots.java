package io.weir.runtime.state;

import io.weir.state.StateDescriptor;
import io.weir.util.ErrorCode;
import io.weir.util.WeirException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The places of some states side by side: found once per key, or key and namespace, then reached by number. The task's
 * thread owns it.
 */
abstract class Slots {
    private final Map<String, StateDescriptor<?, ?>> descriptors = new LinkedHashMap<>();

    /** Returns the current values by number, or null if there are none. It may be shorter than there are states. */
    abstract Object[] read();

    /** Returns the current values by number, to be changed, with room for all states. */
    abstract Object[] write();

    /** Learns that a value was set to null. */
    abstract void cleared();

    /** Returns how many states there are. */
    final int count() {
        return descriptors.size();
    }

    /** Returns the number of a state, which is new if its name is. */
    final int indexOf(StateDescriptor<?, ?> descriptor) {
        StateDescriptor<?, ?> known = descriptors.putIfAbsent(descriptor.getName(), descriptor);
        if (known != null
                && (known.getClass() != descriptor.getClass()
                        || !known.getTypeInformation().equals(descriptor.getTypeInformation()))) {
            throw new WeirException(
                    ErrorCode.INVALID_PROGRAM,
                    "The state '" + descriptor.getName() + "' is both " + known + " and " + descriptor
                            + ": give one of them another name.");
        }
        int index = 0;
        for (String name : descriptors.keySet()) {
            if (name.equals(descriptor.getName())) {
                return index;
            }
            index++;
        }
        throw new IllegalStateException("Just added");
    }

    /** Returns all states in the order of their numbers. */
    final Map<String, StateDescriptor<?, ?>> descriptors() {
        return descriptors;
    }

    @SuppressWarnings("unchecked") // each state only ever puts values of its type into its slot
    final <T> T get(int index) {
        Object[] values = read();
        return values == null || index >= values.length ? null : (T) values[index];
    }

    final void set(int index, Object value) {
        if (value != null) {
            write()[index] = value;
        } else if (get(index) != null) {
            write()[index] = null;
            cleared();
        }
    }
}
