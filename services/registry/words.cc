#include "services/registry/words.h"

namespace mosbat::registry {

Words WordsFor(v1::Call::State state) {
  const char* fa = "نامعلوم";
  switch (state) {
    case v1::Call::DRAFT:
      fa = "پیش‌نویس";
      break;
    case v1::Call::ANNOUNCED:
      fa = "اعلام‌شده";
      break;
    case v1::Call::OPEN:
      fa = "باز";
      break;
    case v1::Call::CLOSED:
      fa = "بسته";
      break;
    case v1::Call::CANCELLED:
      fa = "لغوشده";
      break;
    default:
      break;
  }
  return {.en = v1::Call::State_Name(state), .fa = fa};
}

Words WordsFor(v1::Application::State state) {
  const char* fa = "نامعلوم";
  switch (state) {
    case v1::Application::SUBMITTED:
      fa = "ثبت‌شده";
      break;
    case v1::Application::UNDER_REVIEW:
      fa = "در دست بررسی";
      break;
    case v1::Application::RETURNED:
      fa = "بازگشته برای تکمیل";
      break;
    case v1::Application::RANKED:
      fa = "رتبه‌بندی‌شده";
      break;
    case v1::Application::AGREED:
      fa = "موافقت‌شده";
      break;
    case v1::Application::REFUSED:
      fa = "ردشده";
      break;
    case v1::Application::WITHDRAWN:
      fa = "پس‌گرفته";
      break;
    case v1::Application::LAPSED:
      fa = "بی‌اعتبار با گذشت مهلت";
      break;
    default:
      break;
  }
  return {.en = v1::Application::State_Name(state), .fa = fa};
}

Words WordsFor(v1::Licence::State state) {
  const char* fa = "نامعلوم";
  switch (state) {
    case v1::Licence::VALID:
      fa = "معتبر";
      break;
    case v1::Licence::SUSPENDED:
      fa = "معلق";
      break;
    case v1::Licence::REVOKED:
      fa = "لغوشده";
      break;
    case v1::Licence::EXPIRED:
      fa = "پایان‌یافته";
      break;
    default:
      break;
  }
  return {.en = v1::Licence::State_Name(state), .fa = fa};
}

Words WordsFor(v1::Centre::State state) {
  const char* fa = "نامعلوم";
  switch (state) {
    case v1::Centre::FOUNDING:
      fa = "در حال تأسیس";
      break;
    case v1::Centre::OPERATING:
      fa = "فعال";
      break;
    case v1::Centre::SUSPENDED:
      fa = "معلق";
      break;
    case v1::Centre::CLOSED:
      fa = "تعطیل";
      break;
    default:
      break;
  }
  return {.en = v1::Centre::State_Name(state), .fa = fa};
}

Words WordsFor(v1::Licence::Kind kind) {
  switch (kind) {
    case v1::Licence::AGREEMENT_IN_PRINCIPLE:
      return {.en = "agreement in principle", .fa = "موافقت اصولی"};
    case v1::Licence::FOUNDER:
      return {.en = "founder licence", .fa = "پروانه تأسیس"};
    case v1::Licence::ACTIVITY:
      return {.en = "activity licence", .fa = "پروانه فعالیت"};
    case v1::Licence::TECHNICAL_MANAGER:
      return {.en = "technical manager licence", .fa = "پروانه مسئول فنی"};
    default:
      return {.en = "licence", .fa = "پروانه"};
  }
}

}  // namespace mosbat::registry
