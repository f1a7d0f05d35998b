package io.weir.windowing.windows;

import io.weir.schema.TypeSchema;
import io.weir.serialization.RecordInput;
import io.weir.serialization.RecordOutput;
import io.weir.serialization.TypeSerializer;
import io.weir.types.TypeInformation;
import java.util.List;

/** The type of {@link TimeWindow}. */
final class TimeWindowType extends TypeInformation<TimeWindow> {
    private static final long serialVersionUID = 1L;

    @Override
    public Class<TimeWindow> getTypeClass() {
        return TimeWindow.class;
    }

    @Override
    public boolean isKeyType() {
        return true;
    }

    @Override
    public TypeSerializer<TimeWindow> createSerializer() {
        return new TimeWindowSerializer();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeWindowType;
    }

    @Override
    public int hashCode() {
        return TimeWindowType.class.getName().hashCode();
    }

    @Override
    public String toString() {
        return "TimeWindow";
    }

    /** Writes start and end. */
    private static final class TimeWindowSerializer extends TypeSerializer<TimeWindow> {
        TimeWindowSerializer() {
            super(false, true);
        }

        @Override
        public void serialize(TimeWindow value, RecordOutput out) {
            out.writeLong(value.getStart());
            out.writeLong(value.getEnd());
        }

        @Override
        public TimeWindow deserialize(RecordInput in) {
            return new TimeWindow(in.readLong(), in.readLong());
        }

        @Override
        public TimeWindow copy(TimeWindow value) {
            return value;
        }

        @Override
        public TypeSchema describe() {
            TypeSchema time = new TypeSchema.Basic(Long.class.getName());
            return new TypeSchema.Sequence(
                    TimeWindow.class.getName(),
                    List.of(new TypeSchema.Field("start", true, time), new TypeSchema.Field("end", true, time)));
        }

        @Override
        public int fixedLength() {
            return 2 * Long.BYTES;
        }
    }
}
