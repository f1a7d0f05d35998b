package io.weir.state;

import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.List;

/**
 * Describes a {@link ListState}.
 *
 * @param <T> the type of the elements
 */
public final class ListStateDescriptor<T> extends StateDescriptor<ListState<T>, List<T>> {
    private static final long serialVersionUID = 1L;

    private final TypeInformation<T> elementType;

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param elementType the class of the elements
     */
    public ListStateDescriptor(String name, Class<T> elementType) {
        this(name, TypeInformation.of(elementType));
    }

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param elementType the type of the elements
     */
    public ListStateDescriptor(String name, TypeInformation<T> elementType) {
        super(name, Types.LIST(elementType));
        this.elementType = elementType;
    }

    /** Returns the type of the elements. */
    public TypeInformation<T> getElementType() {
        return elementType;
    }

    @Override
    public ListState<T> stateIn(KeyedStateStore states) {
        return states.getListState(this);
    }
}
