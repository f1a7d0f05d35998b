package io.weir.connector.sequence;

import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;

/** Strings, for tests of sources, which must not depend on how the engine's own types are written. */
final class TextType extends TypeInformation<String> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<String> getTypeClass() {
        return String.class;
    }

    @Override
    public boolean isKeyType() {
        return true;
    }

    @Override
    public TypeSerializer<String> createSerializer() {
        return new TypeSerializer<>(false, true) {
            @Override
            public void serialize(String value, RecordOutput out) {
                if (value.equals("poison")) {
                    throw new IllegalStateException("poison");
                }
                out.writeString(value);
            }

            @Override
            public String deserialize(RecordInput in) {
                return in.readString();
            }

            @Override
            public String copy(String value) {
                return value;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextType;
    }

    @Override
    public int hashCode() {
        return 1;
    }

    @Override
    public String toString() {
        return "Text";
    }
}
