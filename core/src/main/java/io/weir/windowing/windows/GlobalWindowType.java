package io.weir.windowing.windows;

import io.weir.schema.TypeSchema;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.List;

/** The type of {@link GlobalWindow}. */
final class GlobalWindowType extends TypeInformation<GlobalWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<GlobalWindow> getTypeClass() {
        return GlobalWindow.class;
    }

    @Override
    public boolean isKeyType() {
        return true;
    }

    @Override
    public TypeSerializer<GlobalWindow> createSerializer() {
        return new GlobalWindowSerializer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GlobalWindowType;
    }

    @Override
    public int hashCode() {
        return GlobalWindowType.class.getName().hashCode();
    }

    @Override
    public String toString() {
        return "GlobalWindow";
    }

    /** Writes nothing: there is one value only. */
    private static final class GlobalWindowSerializer extends TypeSerializer<GlobalWindow> {
        GlobalWindowSerializer() {
            super(false, true);
        }

        @Override
        public void serialize(GlobalWindow value, RecordOutput out) {
            // one value needs no bytes
        }

        @Override
        public GlobalWindow deserialize(RecordInput in) {
            return GlobalWindow.get();
        }

        @Override
        public GlobalWindow copy(GlobalWindow value) {
            return value;
        }

        @Override
        public TypeSchema describe() {
            return new TypeSchema.Sequence(GlobalWindow.class.getName(), List.of());
        }

        @Override
        public int fixedLength() {
            return 0;
        }
    }
}
