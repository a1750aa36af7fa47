// A picture for each field, so that a mapping reads at a glance.
import {
  IconBuilding,
  IconCake,
  IconEyeOff,
  IconFlag,
  IconHash,
  IconMail,
  IconMapPin,
  IconNote,
  IconPhone,
  IconPlus,
  IconShieldCheck,
  IconTag,
  IconUser,
} from "@tabler/icons-react";

const ICONS: Record<string, typeof IconUser> = {
  civility: IconUser,
  first_name: IconUser,
  last_name: IconUser,
  full_name: IconUser,
  email: IconMail,
  phone: IconPhone,
  company: IconBuilding,
  street: IconMapPin,
  full_address: IconMapPin,
  postcode: IconMapPin,
  city: IconMapPin,
  country: IconFlag,
  birthdate: IconCake,
  reference: IconHash,
  notes: IconNote,
  tags: IconTag,
};

export function fieldIcon(field: string | null): typeof IconUser {
  if (field === null) return IconEyeOff;
  if (field.startsWith("consent:")) return IconShieldCheck;
  return ICONS[field] ?? IconPlus;
}
