package io.weir.state;

import io.weir.types.TypeInformation;
import io.weir.types.Types;
import java.util.Map;

/**
 * Describes a {@link MapState} or a {@link BroadcastState}.
 *
 * @param <UK> the type of the map's keys
 * @param <UV> the type of the map's values
 */
public final class MapStateDescriptor<UK, UV> extends StateDescriptor<MapState<UK, UV>, Map<UK, UV>> {
    private static final long serialVersionUID = 1L;

    private final TypeInformation<UK> keyType;
    private final TypeInformation<UV> valueType;

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param keyType the class of the map's keys
     * @param valueType the class of the map's values
     */
    public MapStateDescriptor(String name, Class<UK> keyType, Class<UV> valueType) {
        this(name, TypeInformation.of(keyType), TypeInformation.of(valueType));
    }

    /**
     * Describes it.
     *
     * @param name the name, unique within its operator
     * @param keyType the type of the map's keys
     * @param valueType the type of the map's values
     */
    public MapStateDescriptor(String name, TypeInformation<UK> keyType, TypeInformation<UV> valueType) {
        super(name, Types.MAP(keyType, valueType));
        this.keyType = keyType;
        this.valueType = valueType;
    }

    /** Returns the type of the map's keys. */
    public TypeInformation<UK> getKeyType() {
        return keyType;
    }

    /** Returns the type of the map's values. */
    public TypeInformation<UV> getValueType() {
        return valueType;
    }

    @Override
    public MapState<UK, UV> stateIn(KeyedStateStore states) {
        return states.getMapState(this);
    }
}
