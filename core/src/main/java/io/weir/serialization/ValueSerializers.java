package io.weir.serialization;

import static io.weir.serialization.TypeSerializer.VARIABLE_LENGTH;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** How big numbers, UUIDs and the values of java.time are written. */
final class ValueSerializers {
    /** The serializers by class. */
    static final Map<Class<?>, TypeSerializer<?>> ALL = all();

    private ValueSerializers() {}

    private static Map<Class<?>, TypeSerializer<?>> all() {
        Map<Class<?>, TypeSerializer<?>> all = new HashMap<>();
        add(all, BigInteger.class, VARIABLE_LENGTH, ValueSerializers::write, ValueSerializers::readBigInteger);
        add(all, BigDecimal.class, VARIABLE_LENGTH, ValueSerializers::write, ValueSerializers::readBigDecimal);
        add(all, UUID.class, 16, ValueSerializers::write, in -> new UUID(in.readLong(), in.readLong()));
        add(all, Instant.class, 12, ValueSerializers::write, ValueSerializers::readInstant);
        add(all, Duration.class, 12, ValueSerializers::write, in -> Duration.ofSeconds(in.readLong(), in.readInt()));
        add(all, Period.class, 12, ValueSerializers::write, ValueSerializers::readPeriod);
        add(all, LocalDate.class, 6, ValueSerializers::write, ValueSerializers::readDate);
        add(all, LocalTime.class, 8, ValueSerializers::write, ValueSerializers::readTime);
        add(all, LocalDateTime.class, 14, ValueSerializers::write, ValueSerializers::readDateTime);
        add(all, ZoneOffset.class, 4, ValueSerializers::write, ValueSerializers::readOffset);
        add(all, OffsetTime.class, 12, ValueSerializers::write, in -> OffsetTime.of(readTime(in), readOffset(in)));
        add(all, OffsetDateTime.class, 18, ValueSerializers::write, ValueSerializers::readOffsetDateTime);
        add(all, ZonedDateTime.class, VARIABLE_LENGTH, ValueSerializers::write, ValueSerializers::readZonedDateTime);
        add(all, Year.class, 4, (value, out) -> out.writeInt(value.getValue()), in -> Year.of(in.readInt()));
        add(all, YearMonth.class, 5, ValueSerializers::write, in -> YearMonth.of(in.readInt(), in.readByte()));
        add(all, MonthDay.class, 2, ValueSerializers::write, in -> MonthDay.of(in.readByte(), in.readByte()));
        return Map.copyOf(all);
    }

    private static <T> void add(
            Map<Class<?>, TypeSerializer<?>> all,
            Class<T> type,
            int fixedLength,
            ValueSerializer.Writer<T> writer,
            ValueSerializer.Reader<T> reader) {
        all.put(type, new ValueSerializer<>(type, fixedLength, writer, reader));
    }

    private static void write(BigInteger value, RecordOutput out) {
        byte[] bytes = value.toByteArray();
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
    }

    private static BigInteger readBigInteger(RecordInput in) {
        return new BigInteger(in.readBytes(in.readVarInt(true)));
    }

    private static void write(BigDecimal value, RecordOutput out) {
        out.writeVarInt(value.scale(), false);
        write(value.unscaledValue(), out);
    }

    private static BigDecimal readBigDecimal(RecordInput in) {
        int scale = in.readVarInt(false);
        return new BigDecimal(readBigInteger(in), scale);
    }

    private static void write(UUID value, RecordOutput out) {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    private static void write(Instant value, RecordOutput out) {
        out.writeLong(value.getEpochSecond());
        out.writeInt(value.getNano());
    }

    private static Instant readInstant(RecordInput in) {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    private static void write(Duration value, RecordOutput out) {
        out.writeLong(value.getSeconds());
        out.writeInt(value.getNano());
    }

    private static void write(Period value, RecordOutput out) {
        out.writeInt(value.getYears());
        out.writeInt(value.getMonths());
        out.writeInt(value.getDays());
    }

    private static Period readPeriod(RecordInput in) {
        return Period.of(in.readInt(), in.readInt(), in.readInt());
    }

    private static void write(LocalDate value, RecordOutput out) {
        out.writeInt(value.getYear());
        out.writeByte(value.getMonthValue());
        out.writeByte(value.getDayOfMonth());
    }

    private static LocalDate readDate(RecordInput in) {
        return LocalDate.of(in.readInt(), in.readByte(), in.readByte());
    }

    private static void write(LocalTime value, RecordOutput out) {
        out.writeLong(value.toNanoOfDay());
    }

    private static LocalTime readTime(RecordInput in) {
        return LocalTime.ofNanoOfDay(in.readLong());
    }

    private static void write(LocalDateTime value, RecordOutput out) {
        write(value.toLocalDate(), out);
        write(value.toLocalTime(), out);
    }

    private static LocalDateTime readDateTime(RecordInput in) {
        return LocalDateTime.of(readDate(in), readTime(in));
    }

    private static void write(ZoneOffset value, RecordOutput out) {
        out.writeInt(value.getTotalSeconds());
    }

    private static ZoneOffset readOffset(RecordInput in) {
        return ZoneOffset.ofTotalSeconds(in.readInt());
    }

    private static void write(OffsetTime value, RecordOutput out) {
        write(value.toLocalTime(), out);
        write(value.getOffset(), out);
    }

    private static void write(OffsetDateTime value, RecordOutput out) {
        write(value.toLocalDateTime(), out);
        write(value.getOffset(), out);
    }

    private static OffsetDateTime readOffsetDateTime(RecordInput in) {
        return OffsetDateTime.of(readDateTime(in), readOffset(in));
    }

    private static void write(ZonedDateTime value, RecordOutput out) {
        write(value.toLocalDateTime(), out);
        write(value.getOffset(), out);
        out.writeString(value.getZone().getId());
    }

    private static ZonedDateTime readZonedDateTime(RecordInput in) {
        // with the offset, a local time that the zone has twice keeps its meaning
        return ZonedDateTime.ofInstant(readDateTime(in), readOffset(in), ZoneId.of(in.readString()));
    }

    private static void write(YearMonth value, RecordOutput out) {
        out.writeInt(value.getYear());
        out.writeByte(value.getMonthValue());
    }

    private static void write(MonthDay value, RecordOutput out) {
        out.writeByte(value.getMonthValue());
        out.writeByte(value.getDayOfMonth());
    }
}
