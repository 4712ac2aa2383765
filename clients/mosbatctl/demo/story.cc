#include "clients/mosbatctl/demo/story.h"

#include "common/base/status_macros.h"

namespace mosbat::story {

const std::vector<Chapter>& Chapters() {
  static const auto* const chapters = new std::vector<Chapter>{
      {1, {.en = "Directive one", .fa = "دستورالعمل یک"}, &TellFoundingDirective},
      {2, {.en = "Directive two", .fa = "دستورالعمل دو"}, &TellOpenDirective},
      {3, {.en = "A sub-guideline", .fa = "شیوه‌نامه"}, &TellSubGuideline},
      {4, {.en = "A service type", .fa = "نوع خدمت"}, &TellServiceType},
      {5, {.en = "Call, application, centre", .fa = "فراخوان، درخواست، مرکز"}, &TellCentre},
      {6, {.en = "Households and places", .fa = "خانوارها و ظرفیت"}, &TellHouseholds},
      {7, {.en = "Services", .fa = "خدمت"}, &TellCare},
      {8, {.en = "Money", .fa = "پول"}, &TellMoney},
  };
  return *chapters;
}

absl::Status TellStory(World& world, Made& made) {
  for (const Chapter& chapter : Chapters()) {
    world.narrator().Chapter(chapter.number, chapter.title);
    MOSBAT_RETURN_IF_ERROR(chapter.tell(world, made));
  }
  return absl::OkStatus();
}

}  // namespace mosbat::story
