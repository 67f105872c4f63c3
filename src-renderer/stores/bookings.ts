import { defineStore } from 'pinia';
import type { BookingKeys, OddBooking } from '../../src-main/contract/booking.ts';
import type { DeskCalls } from '../../src-main/contract/contract.ts';
import { done } from '../../src-main/contract/failure.ts';
import { useDesk } from '../desk.ts';
import { oneAtATime, reading } from './reading.ts';

/** Online bookings: those that made no bill by themselves, and where the booking site writes what a bill needs. */
export const useBookings = defineStore('bookings', () => {
  const odd = reading<readonly OddBooking[]>(async () => {
    const reply = await useDesk().bookings.odd({});
    return reply.ok ? done(reply.value.rows) : reply;
  });
  function listen(): () => void {
    const { bills, customers } = useDesk();
    const look = oneAtATime(odd.read);
    const stops = [bills.changed(look), customers.changed(look)];
    return () => stops.forEach((stop) => stop());
  }
  const make = (input: Parameters<DeskCalls['bookings']['make']>[0]) => useDesk().bookings.make(input);
  const setAside = (paymentId: string, reason: string) => useDesk().bookings.setAside({ paymentId, reason });
  const keys = () => useDesk().bookings.keys({});
  const saveKeys = (chosen: BookingKeys) => useDesk().bookings.saveKeys(chosen);
  const preview = (tried: BookingKeys) => useDesk().bookings.preview(tried);
  return { odd: odd.value, readOdd: odd.read, reset: odd.forget, listen, make, setAside, keys, saveKeys, preview };
});
